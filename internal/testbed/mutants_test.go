// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/onefs-dr/terraform-provider-onefs/internal/mutant"
	"github.com/onefs-dr/terraform-provider-onefs/internal/mutant/overlay"
)

// suite is one part of the tests that mutants are held against. None of them was written for a mutant.
type suite struct{ Package, Run string }

// suites are run in this order until one kills the mutant: what is fast and sees much comes first.
var suites = []suite{
	{"onefs", "."},
	{"failover", "."},
	{"failover/position", "."},
	{"failover/mirror", "."},
	{"failover/synciq", "."},
	{"failover/replication", "."},
	{"testbed", "^TestEngine_OutAndBack$/^lab$"},
	{"testbed", "^(TestForeign|TestLease|TestEngine_NothingUnapproved|TestSettle|TestFence_Originals|TestFence_Stays|TestLost_StillAnswers)"},
	{"testbed", "^(TestWriters_HandlesEndAtTheFence|TestWriters_LocalJobStopsTheRun)$"},
	{"testbed", "^(TestFence_RestoredAfterAll|TestFence_NeverOverwritesAnEdit|TestFence_Decides)$"},
	{"testbed", "^TestMirror_"},
	{"testbed", "^TestDrill_(OpenAndClose|Then)"},
	{"testbed", "^TestFailures_TellTheTruth$"},
	{"testbed", "^TestSPNs_"},
	{"testbed", "^TestAbort_"},
	{"testbed", "^(TestLost_|TestUncontrolled_)"},
	{"provider", "^(TestPlan_WrongConfiguration|TestMirror_PlansNothingBlind|TestConfigure_LostCluster|TestRead_SilentCluster)$"},
	{"provider", "^TestApply_ChangedSincePlan$"},
	{"testbed", "^TestFaults_EveryKindAtEveryCall$"},
	{"testbed", "^TestWriters_LoseNothing$"},
	{"testbed", "^TestCrash_Matrix$/^abort$"},
	{"testbed", "^TestCrash_"},
}

// endless is how long a suite may take, so that a loaded machine does not reach it: a mutant that a suite would have killed would survive.
const endless = 20 * time.Minute

// killing is what became of one mutant.
type killing struct {
	Mutant string `json:"mutant"`
	Text   string `json:"text"`
	// By is the test that failed, Says the first line that it had to say.
	By   string `json:"by"`
	Says string `json:"says"`
}

// TestMutants_AllKilled: every known-bad engine is killed by a test that was not written for it, and the engine that ships by none. Only in
// full; MUTANT names one mutant.
func TestMutants_AllKilled(t *testing.T) {
	if !InFull() && os.Getenv("MUTANT") == "" {
		t.Skip("only in full: EVIDENCE=1, or MUTANT=<name> for one mutant")
	}
	patches, err := overlay.Load("../..")
	if err != nil {
		t.Fatal(err)
	}
	list := []killing{}
	for _, p := range patches {
		if only := os.Getenv("MUTANT"); only == "" || only == p.Name {
			list = append(list, killing{Mutant: p.Name, Text: p.Text})
		}
	}
	if len(list) == 0 {
		t.Fatalf("there is no mutant %s", os.Getenv("MUTANT"))
	}
	h := &hunt{t: t, binaries: t.TempDir(), first: map[string]suite{}}
	h.compile(patches)
	h.remember()
	inTurns(len(list), func(i int) { h.kill(&list[i]) })
	killed := 0
	for _, k := range list {
		if k.By == "" {
			t.Errorf("%s survives: %s", k.Mutant, k.Text)
			continue
		}
		killed++
		t.Logf("%-22s %-60s %s", k.Mutant, k.By, k.Says)
	}
	h.unmutated(list)
	if os.Getenv("MUTANT") == "" {
		Record(t, "mutants", map[string]any{"total": len(list), "killed": killed, "list": list})
		h.keep(list)
	}
}

// hunt runs the suites as mutants.
type hunt struct {
	t        *testing.T
	binaries string
	// first is the suite that killed a mutant last time; it is tried first, which saves time and changes nothing else.
	first map[string]suite

	mu sync.Mutex // guards first
}

// compile builds each package's tests once, over an engine with all patches.
func (h *hunt) compile(patches []overlay.Patch) {
	h.t.Helper()
	over, err := overlay.Write("../..", h.t.TempDir(), patches)
	if err != nil {
		h.t.Fatal(err)
	}
	done := map[string]bool{}
	for _, s := range suites {
		if done[s.Package] {
			continue
		}
		done[s.Package] = true
		c := exec.CommandContext(h.t.Context(), "go", "test", "-c", "-overlay", over, "-o", h.binary(s), "../"+s.Package)
		if out, err := c.CombinedOutput(); err != nil {
			h.t.Fatalf("%v\n%s", err, out)
		}
	}
}

// binary is where the tests of a suite's package are.
func (h *hunt) binary(s suite) string {
	return filepath.Join(h.binaries, strings.ReplaceAll(s.Package, "/", "_")+".test")
}

func (h *hunt) kill(k *killing) {
	h.mu.Lock()
	order := suites
	if s, ok := h.first[k.Mutant]; ok {
		order = append([]suite{s}, suites...)
	}
	h.mu.Unlock()
	for _, s := range order {
		out, failed := h.run(s, k.Mutant)
		if !failed {
			continue
		}
		k.By, k.Says = verdict(out)
		h.mu.Lock()
		defer h.mu.Unlock()
		h.first[k.Mutant] = s
		return
	}
}

// run is one suite as one mutant, stopped at its first failure.
func (h *hunt) run(s suite, name string) (out string, failed bool) {
	c := exec.CommandContext(h.t.Context(), h.binary(s), "-test.run", s.Run, "-test.failfast", "-test.timeout", endless.String())
	c.Dir = filepath.Join("..", s.Package)
	for _, v := range os.Environ() {
		// The children take the sample of an ordinary run, count nothing and write nothing.
		if !slices.ContainsFunc([]string{"EVIDENCE", "MUTANT=", "UPDATE_GOLDEN="}, func(own string) bool { return strings.HasPrefix(v, own) }) {
			c.Env = append(c.Env, v)
		}
	}
	c.Env = append(c.Env, mutant.Variable+"="+name)
	b, err := c.CombinedOutput()
	if name == "" {
		return string(b), err != nil
	}
	// A test that does not end tells of nothing that is wrong.
	return string(b), err != nil && !strings.Contains(string(b), "panic: test timed out")
}

// verdict finds the test that failed in its output, and the first breach or failure that it tells of.
func verdict(out string) (by, says string) {
	lines := strings.Split(out, "\n")
	for i, l := range lines {
		trimmed := strings.TrimSpace(l)
		if name, ok := strings.CutPrefix(trimmed, "--- FAIL: "); ok {
			if name, _, _ = strings.Cut(name, " ("); strings.HasPrefix(name, by) {
				by = name // the innermost of the first test that failed
			}
		}
		if strings.HasSuffix(trimmed, "violations:") && i+1 < len(lines) {
			return by, strings.TrimSpace(lines[i+1])
		}
		if says == "" && strings.Contains(trimmed, "_test.go:") {
			says = trimmed
		}
	}
	if by == "" {
		by = "the process"
		for _, l := range lines {
			if strings.HasPrefix(l, "panic:") {
				says = l
				break
			}
		}
	}
	return by, says
}

// unmutated runs every suite that has killed something without a mutant: it must pass, or it proves nothing.
func (h *hunt) unmutated(list []killing) {
	h.t.Helper()
	var used []suite
	for _, k := range list {
		if s := h.first[k.Mutant]; k.By != "" && !slices.Contains(used, s) {
			used = append(used, s)
		}
	}
	inTurns(len(used), func(i int) {
		if out, failed := h.run(used[i], ""); failed {
			by, says := verdict(out)
			h.t.Errorf("%s %s fails without any mutant: %s: %s", used[i].Package, used[i].Run, by, says)
		}
	})
}

// inTurns calls do for 0 to n-1, two at a time.
func inTurns(n int, do func(i int)) {
	var g errgroup.Group
	g.SetLimit(2)
	for i := range n {
		g.Go(func() error {
			do(i)
			return nil
		})
	}
	_ = g.Wait() // there is no error
}

const killers = "testdata/mutants.json"

// remember reads which suite killed which mutant last time. A suite that is no longer in the list does not count.
func (h *hunt) remember() {
	h.t.Helper()
	b, err := os.ReadFile(killers)
	if err != nil {
		return
	}
	if err := json.Unmarshal(b, &h.first); err != nil {
		h.t.Fatal(err)
	}
	for name, s := range h.first {
		if !slices.Contains(suites, s) {
			delete(h.first, name)
		}
	}
}

// keep writes which suite killed which mutant when UPDATE_GOLDEN asks for it.
func (h *hunt) keep(list []killing) {
	h.t.Helper()
	if os.Getenv("UPDATE_GOLDEN") == "" {
		return
	}
	for name := range h.first {
		if !slices.ContainsFunc(list, func(k killing) bool { return k.Mutant == name }) {
			delete(h.first, name)
		}
	}
	b, err := json.MarshalIndent(h.first, "", "  ")
	if err == nil {
		err = os.WriteFile(killers, append(b, '\n'), 0o600)
	}
	if err != nil {
		h.t.Error(fmt.Errorf("%s: %w", killers, err))
	}
}
