// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

// hostile lists what may come back from a cluster, a network or a disk that is not to be trusted, each with the test that holds it. Without
// a package, no test holds the attack yet and `test` says why; an attack of openAttacks counts as not held.
var hostile = []struct{ attack, pkg, test string }{
	{"forged journal on one side", "testbed", "TestAttack_ForgedJournalAtTheStandby"},
	{"forged originals of an open run", "testbed", "TestAttack_ForgedOriginals"},
	{"forged drill", "testbed", "TestAttack_ForgedDrill"},
	{"forged inventory", "", "no test yet"},
	{"forged lease that is well formed", "testbed", "TestAttack_LeaseOfASecondAccount"},
	{"damaged lease files", "testbed", "TestDamage_LeaseFiles"},
	{"damaged journal and private state", "testbed", "TestDamage_StoredDocuments"},
	{"damaged fields are named", "failover/document", "TestJournal_Damaged"},
	{"bomb in private state", "failover/document", "TestStored_Bomb"},
	{"answer without end", "onefs", "TestAnAnswerWithoutEnd"},
	{"endless pages", "onefs", "TestAListThatNeverEnds"},
	{"control characters", "printable", "TestLine"},
	{"proxy of the environment", "onefs", "TestNoProxyOfTheEnvironment"},
	{"http instead of https", "onefs", "TestNewChecks"},
	{"redirects", "onefs", "TestRedirectsAreNotFollowed"},
	{"plan-only account", "provider", "TestReadOnly_IsEnoughForPlans"},
	{"plan-only account that cannot read the journal", "testbed", "TestSecondAccount_Plans"},
	{"journal that a second account owns", "testbed", "TestAttack_JournalOfASecondAccount"},
}

// TestHostile_EachIsHeld counts the attacks that are held. Each names a test that exists.
func TestHostile_EachIsHeld(t *testing.T) {
	t.Parallel()
	held := 0
	for _, h := range hostile {
		_, open := openAttacks[h.test]
		switch {
		case h.pkg == "":
			t.Logf("not held: %s: %s", h.attack, h.test)
		case !testExists(t, h.pkg, h.test):
			t.Errorf("%s: there is no %s in internal/%s", h.attack, h.test, h.pkg)
		case open:
			t.Logf("not held: %s: %s is an open attack", h.attack, h.test)
		default:
			held++
		}
	}
	t.Logf("%d of %d held", held, len(hostile))
	Record(t, "hostile", map[string]int{"total": len(hostile), "held": held})
}

// testExists tells whether a package below internal has a test of that name.
func testExists(t *testing.T, pkg, name string) bool {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("..", filepath.FromSlash(pkg), "*_test.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		if regexp.MustCompile(`(?m)^func ` + name + `\(t \*testing\.T\)`).Match(text) {
			return true
		}
	}
	return false
}
