// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/siq"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/synciq"
)

// A run that was under way when its cluster was cut off hangs: on the survivor it would keep the copy closed, on the returned cluster it
// keeps its policy from being changed. Both are cancelled, and the end is that of any other disaster.
func TestLost_HangingRun(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := ordinary(t, Options{}, nil)
		time.Sleep(time.Minute)
		d.b.World.Do(func() {
			synciq.Of(d.b.Cluster(Prod)).FailNextJob("nas1", siq.Sync, synciq.JobFault{Step: 1, State: "running"})
		})
		d.b.Raw(t, Prod).Must(http.MethodPost, "/platform/15/sync/jobs", `{"id":"nas1"}`)
		time.Sleep(time.Minute)
		d.lose()
		if got := d.b.Look(t, DR).Targets["nas1"]["last_job_state"]; got != "running" {
			t.Fatalf("the run does not hang on the survivor: %v", got)
		}
		began := time.Now()
		d.takeOver()
		if took := time.Since(began); took > 10*time.Minute {
			t.Errorf("the takeover took %s", took)
		}
		time.Sleep(10 * time.Minute)
		d.comeBack()
		alive := false
		d.b.World.Do(func() {
			for _, j := range synciq.Of(d.b.Cluster(Prod)).Jobs() {
				alive = alive || j.PolicyName == "nas1" && j.Alive()
			}
		})
		if !alive {
			t.Fatal("the run does not hang on the returned cluster")
		}
		began = time.Now()
		d.run(d.b, d.b.Intent(DR), survey.KindIsolate)
		if took := time.Since(began); took > 10*time.Minute {
			t.Errorf("isolation took %s", took)
		}
		for _, problem := range d.quietNow() {
			t.Error(problem)
		}
		d.run(d.b, d.discard(), survey.KindDiscard)
		if !position.Protected(d.known) {
			t.Error("not protected after the discard")
		}
		d.judged()
	})
}
