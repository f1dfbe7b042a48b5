// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"testing"
	"testing/synctest"

	"github.com/onefs-dr/terraform-provider-onefs/internal/dns"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/clusters"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
)

// A cluster that is declared lost but answers the one probe keeps the takeover from its first write, unless somebody says that it is cut
// off.
func TestLost_StillAnswers(t *testing.T) {
	t.Parallel()
	for life, id := range map[dns.Life]finding.FailureID{dns.Alive: finding.FailureStillAnswers, dns.Unknown: finding.FailureMayAnswer} {
		t.Run(id.String(), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) { stillAnswers(t, life, id) })
		})
	}
}

func stillAnswers(t *testing.T, life dns.Life, id finding.FailureID) {
	d := ordinary(t, Options{Life: life, Answers: "its management address"}, nil)
	d.lose()
	in := d.to()
	planned, _ := d.plan(d.gone, in)
	_, err := d.gone.Engine.Run(t.Context(), in, planned)
	if f := failureOf(t, err); f.ID != id {
		t.Errorf("the run ended with\n%s", f.Error())
	}
	if n := d.gone.calls().ByPermit["approved"]; n > 0 {
		t.Errorf("%d writes to the survivor", n)
	}
	d.o.Configure = func(_ *Bed, key string, _ *onefs.Config, c *clusters.Cluster) { c.CutOff = key == Prod }
	d.declare()
	d.takeOver()
	d.judged()
}
