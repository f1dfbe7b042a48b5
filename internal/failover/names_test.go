// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/pool"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/surveytest"
)

// pools sets the names of both pools from the notation of the naming tables: "zone; alias, alias", o- for igls-original-.
func pools(s *survey.Survey, prod, dr string) {
	set := func(p *survey.PoolView, text string) {
		zone, aliases, _ := strings.Cut(text, ";")
		p.ZoneName, p.Aliases = long(zone), nil
		for a := range strings.SplitSeq(aliases, ",") {
			if a = strings.TrimSpace(a); a != "" {
				p.Aliases = append(p.Aliases, long(a))
			}
		}
	}
	set(s.Clusters["prod"].Pool, prod)
	set(s.Clusters["dr"].Pool, dr)
}

func long(n string) string {
	n = strings.TrimSpace(n)
	if rest, ok := strings.CutPrefix(n, "o-"); ok {
		n = "igls-original-" + rest
	}
	return n + ".example.com"
}

func short(p *survey.PoolView) string {
	cut := func(n string) string {
		n = strings.TrimSuffix(n, ".example.com")
		if rest, ok := strings.CutPrefix(n, "igls-original-"); ok {
			n = "o-" + rest
		}
		return n
	}
	var aliases []string
	for _, a := range p.Aliases {
		aliases = append(aliases, cut(a))
	}
	return cut(p.ZoneName) + "; " + strings.Join(aliases, ", ")
}

// TestNames_Styles walks both naming styles out and back, with a name that is added in between.
func TestNames_Styles(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		prod, dr         string
		local            map[string][]string
		outProd, outDR   string
		added            string
		backProd, backDR string
	}{
		"style A": {
			prod: "nas1; h-p, fin", dr: "o-nas1; h-d", outProd: "o-nas1; h-p, o-fin", outDR: "nas1; h-d, fin",
			backProd: "nas1; h-p, fin", backDR: "o-nas1; h-d, o-fin",
			local: map[string][]string{"prod": {"h-p.example.com"}, "dr": {"h-d.example.com"}},
		},
		"style B": {
			prod: "nas1; fin", dr: "dr-nas1;", outProd: "o-nas1; o-fin", outDR: "dr-nas1; nas1, fin",
			backProd: "nas1; fin", backDR: "dr-nas1; o-nas1, o-fin",
			local: map[string][]string{"prod": {}, "dr": {"dr-nas1.example.com"}},
		},
		"style B with a name added on the other side": {
			prod: "nas1; fin", dr: "dr-nas1;", outProd: "o-nas1; o-fin", outDR: "dr-nas1; nas1, fin", added: "proj",
			backProd: "nas1; fin, proj", backDR: "dr-nas1; o-nas1, o-fin, o-proj",
			local: map[string][]string{"prod": {}, "dr": {"dr-nas1.example.com"}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := surveytest.World()
			s.Local = c.local
			pools(s, c.prod, c.dr)
			out := Plan(s, surveytest.Intent("dr"))
			if len(out.Errors) > 0 {
				t.Fatalf("out: %v", out.Errors)
			}
			after := out.After
			if diff := cmp.Diff(
				[]string{c.outProd, c.outDR},
				[]string{short(after.Clusters["prod"].Pool), trim(short(after.Clusters["dr"].Pool))},
			); diff != "" {
				t.Errorf("after failover (-want +got):\n%s", diff)
			}
			if position.Serving(after) != "dr" {
				t.Errorf("serving after failover: %q", position.Serving(after))
			}
			if c.added != "" {
				p := after.Clusters["dr"].Pool
				p.Aliases = append(p.Aliases, long(c.added))
			}
			back := Plan(after, surveytest.Intent("prod"))
			if len(back.Errors) > 0 {
				t.Fatalf("back: %v", back.Errors)
			}
			if diff := cmp.Diff(
				[]string{c.backProd, c.backDR},
				[]string{short(back.After.Clusters["prod"].Pool), short(back.After.Clusters["dr"].Pool)},
			); diff != "" {
				t.Errorf("after failback (-want +got):\n%s", diff)
			}
		})
	}
}

func trim(s string) string { return strings.TrimSuffix(s, "; ") }

// TestNames_Rules looks at single names: what moves, what stays, and what is refused.
func TestNames_Rules(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		prod, dr string
		local    map[string][]string
		names    []string
		active   string
		want     []string
		finding  string
	}{
		"local names stay": {
			"nas1; own", "o-nas1;",
			map[string][]string{"prod": {"own.example.com"}, "dr": {}},
			nil, "dr",
			[]string{"nas1.example.com"},
			"",
		},
		"first move": {
			"nas1;", "dr-nas1;",
			map[string][]string{"prod": {}, "dr": {"dr-nas1.example.com"}},
			nil, "dr",
			[]string{"nas1.example.com"},
			"name_moves_for_the_first_time",
		},
		"zone name beside guests": {
			"o-nas1;", "dr-nas1; nas1",
			map[string][]string{"prod": {}, "dr": {}},
			nil, "prod",
			[]string{"nas1.example.com"},
			"zone_name_stays",
		},
		"zone name, no record": {"o-nas1;", "dr-nas1; nas1", nil, nil, "prod", []string{"nas1.example.com"}, "zone_name_ambiguous"},
		"live on both": {
			"nas1;", "nas1;",
			map[string][]string{"prod": {}, "dr": {}},
			nil, "dr",
			[]string{"nas1.example.com"},
			"name_on_both_sides",
		},
		"parked and live nowhere": {
			"nas1; o-old", "o-nas1;",
			map[string][]string{"prod": {}, "dr": {}},
			nil, "dr",
			[]string{"nas1.example.com"},
			"name_live_nowhere",
		},
		"declared names": {
			"nas1; fin", "o-nas1;",
			map[string][]string{"prod": {}, "dr": {}},
			[]string{"fin.example.com"},
			"dr",
			[]string{"fin.example.com"},
			"",
		},
		"declared name nowhere": {"nas1; fin", "o-nas1;", nil, []string{"gone.example.com"}, "dr", nil, "name_not_found"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, in := surveytest.World(), surveytest.Intent(c.active)
			s.Local, in.Names = c.local, c.names
			pools(s, c.prod, c.dr)
			got, findings := pool.MovingNames(s, in)
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("moving (-want +got):\n%s", diff)
			}
			ids := ""
			for _, f := range findings {
				ids += f.ID.String() + " "
			}
			if !strings.Contains(ids, c.finding) || c.finding == "" && ids != "" {
				t.Errorf("findings %q, want %q", ids, c.finding)
			}
		})
	}
}

// TestNames_OfTheOtherPoolStay: after an import no record tells which names are local. What is live on the pool that does not serve is its
// own, whatever is still to be done for the policies.
func TestNames_OfTheOtherPoolStay(t *testing.T) {
	t.Parallel()
	both := []string{"nas1.example.com", "fin.example.com"} // they are where they shall be
	for name, c := range map[string]struct {
		local  map[string][]string
		active string
		want   []string
	}{
		"recorded":                  {map[string][]string{"dr": {"drtest.example.com"}}, "prod", both},
		"imported":                  {nil, "prod", both},
		"imported, and the way out": {nil, "dr", both},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := surveytest.World()
			s.Local = c.local
			s.Clusters["dr"].Pool.Aliases = append(s.Clusters["dr"].Pool.Aliases, "drtest.example.com")
			got, _ := pool.MovingNames(s, surveytest.Intent(c.active))
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("names that move (-want +got):\n%s", diff)
			}
		})
	}
}
