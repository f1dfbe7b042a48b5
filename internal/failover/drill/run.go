// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package drill

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/onefs-dr/terraform-provider-onefs/internal/dns"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/clusters"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/journal"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/lease"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/look"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/run"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit/issue"
)

// Failure is an opening or a closing that stopped: what failed, what is true now, and what to do next.
type Failure struct { //nolint:errname // it is the words of a failure
	Failed, Now, Next string
	Wrapping          error
}

func (f *Failure) Error() string {
	return fmt.Sprintf("Failed   %s\nNow      %s\nNext     %s", f.Failed, f.Now, f.Next)
}

// Unwrap is the cause.
func (f *Failure) Unwrap() error { return f.Wrapping }

// Outcome is what a run leaves behind. It is never nil, also beside an error.
type Outcome struct {
	// Survey is the last look at both clusters.
	Survey *survey.Survey
	// Checks say of each name of the drill how SmartConnect answers it.
	Checks []string
	RunID  string
}

// drilling is one execution.
type drilling struct {
	*run.Run
	intent Intent
	issuer *issue.Issuer[survey.Key]
	done   proofs
	out    *Outcome
}

// Run brings the drill to what is declared. planned is the survey that the approved plan was made from: what is done must be part of that
// plan; less is fine. Where not every copy can be opened, those that were are closed again. The error is a *Failure.
func Run(ctx context.Context, e *clusters.Set, in Intent, planned *survey.Survey) (*Outcome, error) {
	approved := Plan(planned, in)
	x := begun(ctx, e, in, planned)
	if len(approved.Approved) == 0 {
		return x.out, nil
	}
	if err := x.begin(ctx, approved); err != nil {
		return x.out, x.failure(ctx, "", err)
	}
	defer x.Lease.Release(context.WithoutCancel(ctx))
	started, record := time.Now(), x.Survey.Drill
	st, err := x.loop(ctx, in)
	if err != nil && in.Open && opened(st) && ctx.Err() == nil {
		err = x.takeBack(ctx, err)
	}
	x.Refresh(context.WithoutCancel(ctx), survey.AreaAll)
	x.out.Survey = x.Survey
	if err != nil {
		return x.out, x.failure(ctx, st, err)
	}
	x.report(ctx, started, record)
	return x.out, nil
}

// begun has looked at both clusters.
func begun(ctx context.Context, e *clusters.Set, in Intent, planned *survey.Survey) *drilling {
	scope := in.Scope(planned)
	r := &run.Run{
		Engine: e, Scope: scope, Began: time.Now(), Notes: run.NewNotes(), Stop: ctx.Done(),
		StopErr: func() error { return context.Cause(ctx) },
	}
	r.Read = func(ctx context.Context, sc survey.Scope, before *survey.Survey, what survey.Area) *survey.Survey {
		return look.Again(ctx, r.Engine, sc, before, what)
	}
	r.Survey = r.Read(ctx, scope, nil, survey.AreaAll)
	Rebuild(r.Survey, in, planned)
	d, _ := direction(r.Survey)
	r.Intent = in.failover(d.To)
	return &drilling{Run: r, intent: in, done: noProofs(), out: &Outcome{Survey: r.Survey}}
}

// begin takes the lease, looks again, and compares what is to be done with what was approved.
func (x *drilling) begin(ctx context.Context, approved Preview) error {
	if list := Obstacles(x.Survey, x.intent); len(list) > 0 {
		return errors.New(strings.Join(list, "; "))
	}
	l, err := lease.Acquire(ctx, x.Engine, x.Survey, x.Intent)
	if err != nil {
		return err
	}
	x.Lease, x.issuer = l, issue.New(approved.Approved, l.Check)
	if err := x.ready(ctx); err != nil {
		l.Release(context.WithoutCancel(ctx))
		return err
	}
	return nil
}

func (x *drilling) ready(ctx context.Context) error {
	x.Refresh(ctx, survey.AreaAll)
	Rebuild(x.Survey, x.intent, x.Scope.Prior)
	if x.intent.Open || StatusOf(x.Survey) == Unfinished {
		if err := x.awaitDead(ctx); err != nil {
			return err
		}
	}
	now := Plan(x.Survey, x.intent)
	if len(now.Obstacles) > 0 {
		return errors.New(strings.Join(now.Obstacles, "; "))
	}
	if more := now.beyond(x.issuer.Approves); len(more) > 0 {
		return fmt.Errorf("plan is stale: the clusters changed since it was made; not approved (%d):\n%s", len(more), strings.Join(more, "\n"))
	}
	return x.keepRecord(ctx)
}

// keepRecord writes the record again where a copy of the journal that had it is gone: it may be known from Terraform's state alone.
func (x *drilling) keepRecord(ctx context.Context) error {
	if !recorded(x.Survey) {
		return nil
	}
	for _, k := range x.Intent.Keys() {
		j, err := journal.Read(ctx, x.Engine, k, x.intent.ID)
		if err != nil {
			return err
		}
		if j == nil || j.Drill == nil {
			return writeRecord(ctx, x.Run, x.Survey.Drill)
		}
	}
	return nil
}

// awaitDead waits until nothing that a run before this one has asked for can still show: a request that was accepted right before it died
// is seen neither as a job nor in a record for a while. An opening always waits, because what is left of a dead run may be no record.
func (x *drilling) awaitDead(ctx context.Context) error {
	d, _ := direction(x.Survey)
	end := time.Now().Add(run.LagGrace)
	err := x.Poll(ctx, "what an earlier run has started", func(ctx context.Context) (bool, error) {
		for _, p := range pairs(x.Survey) {
			for _, k := range []string{d.From, d.To} {
				if v, err := x.See(ctx, k, p.PolicyOn(d.From)); err != nil || v.Job != nil && k == d.To {
					return false, err
				}
			}
		}
		return time.Now().After(end), nil
	})
	x.Refresh(ctx, survey.AreaAll)
	return err
}

// loop is Plan's loop over the real world. It answers the stage that failed.
func (x *drilling) loop(ctx context.Context, in Intent) (survey.StageID, error) {
	var last survey.StageID
	repeats, troubles := 0, map[survey.StageID]int{}
	for {
		if err := ctx.Err(); err != nil {
			return last, fmt.Errorf("the apply was stopped between two steps: %w", context.Cause(ctx))
		}
		st, steps := next(x.Survey, in, x.done)
		if len(steps) == 0 {
			return "", nil
		}
		if st == last {
			repeats++
		} else {
			last, repeats = st, 0
		}
		if repeats > maxRepeats {
			return st, fmt.Errorf("the clusters do not show the result of %s: %s is still open", st, run.Texts(steps[0].Lines))
		}
		err := x.perform(ctx, st, steps)
		x.Refresh(context.WithoutCancel(ctx), survey.AreaSync|survey.AreaNetwork|survey.AreaJournal)
		if unread := x.LookAgain(ctx, survey.AreaAll); err == nil && unread != "" {
			err = errors.New("a cluster could not be read after the stage: " + unread)
		}
		if err != nil && onefs.Transient(err) && x.Unread() == "" && troubles[st] < onefs.MaxTroubles && x.Wait(ctx, 1) == nil {
			troubles[st]++
			x.Log(ctx, "trouble, the stage is looked at again", map[string]any{"stage": string(st), "error": err.Error()})
			continue
		}
		if err == nil && st == StageNamesOn {
			err = x.check(ctx)
		}
		if err != nil {
			return st, err
		}
	}
}

// perform does the steps of a stage side by side. All of them are approved, or none begins.
func (x *drilling) perform(ctx context.Context, st survey.StageID, steps []run.Step) error {
	x.Log(ctx, "stage begins", map[string]any{"stage": string(st), "steps": len(steps)})
	began := time.Now()
	var g errgroup.Group
	for _, s := range steps {
		p, err := x.issuer.For(s.Keys[0])
		for _, k := range s.Keys {
			if !x.issuer.Approves(k) {
				err = issue.ErrNotApproved
			}
		}
		if err != nil {
			return fmt.Errorf("%w: %s", err, run.Texts(s.Lines))
		}
		g.Go(func() error {
			if err := x.Lease.Check(); err != nil {
				return err
			}
			return s.Do(context.WithoutCancel(ctx), x.Run, p)
		})
	}
	err := g.Wait()
	x.NoteStage(st, len(steps), began, err)
	if err != nil {
		x.Log(ctx, "stage failed", map[string]any{"stage": string(st), "error": err.Error()})
	}
	return err
}

// opened tells whether an opening has come so far that copies may be open, or schedules off.
func opened(st survey.StageID) bool {
	return slices.Contains([]survey.StageID{StageOff, StageLastSync, StageOpen, StageNamesOn}, st)
}

// takeBack closes what a failed opening has opened: all copies are open, or none.
func (x *drilling) takeBack(ctx context.Context, cause error) error {
	back := x.intent
	back.Open = false
	undo := Plan(x.Survey, back)
	if len(undo.Obstacles) > 0 {
		return fmt.Errorf("%w; what was opened could not be closed again: %s", cause, strings.Join(undo.Obstacles, "; "))
	}
	x.issuer.Add(undo.Approved...)
	x.Log(ctx, "not every copy could be opened, those that are open are closed again", map[string]any{"error": cause.Error()})
	if _, err := x.loop(ctx, back); err != nil {
		return fmt.Errorf("%w; and closing what was opened failed: %w", cause, err)
	}
	return cause
}

// check asks SmartConnect of the standby for each name of the drill, as a client of the drill would. That it cannot be asked from here
// stops nothing; that it does not know a name does.
func (x *drilling) check(ctx context.Context) error {
	to := x.Intent.To()
	service := x.Engine.Endpoint(x.Survey, to)
	for _, n := range x.Survey.Drill.Names {
		said := ""
		err := x.Poll(ctx, "an answer for "+n+" on "+to, func(ctx context.Context) (bool, error) {
			got, err := x.Engine.Options.Resolve(ctx, service, n)
			switch {
			case errors.Is(err, dns.ErrNameDenied), err == nil && len(got) == 0:
				if said != "" {
					return true, fmt.Errorf("SmartConnect of %s does not answer %s", to, n)
				}
				said = "?"
				return false, nil
			case err != nil:
				said = fmt.Sprintf("%s: SmartConnect of %s could not be asked: %v", n, to, err)
			default:
				said = fmt.Sprintf("%s: answered by %s with %s", n, to, got[0])
			}
			return true, nil
		})
		if err != nil {
			return err
		}
		x.out.Checks = append(x.out.Checks, said)
	}
	return nil
}

// report writes the record of the run beside the journals.
func (x *drilling) report(ctx context.Context, started time.Time, record *survey.Drill) {
	d := survey.Direction{From: x.Intent.From(), To: x.Intent.To()}
	id := x.Engine.Options.RunID()
	if x.Survey.Drill != nil && record == nil {
		id = x.Survey.Drill.ID
	}
	x.Moves.Kind = "drill"
	x.Manual = append(x.Manual, x.out.Checks...)
	x.Report(ctx, &survey.RunRecord{ID: id, From: d.From, To: d.To, Started: started.UTC().Truncate(time.Second)})
	x.out.RunID = id
}

// failure looks once more and says what is true.
func (x *drilling) failure(ctx context.Context, st survey.StageID, cause error) *Failure {
	s := x.Survey
	f := &Failure{Failed: cause.Error(), Wrapping: cause, Now: now(s)}
	if st != "" {
		f.Failed = "stage " + string(st) + ": " + f.Failed
	}
	switch _, held := errors.AsType[*lease.HeldError](cause); {
	case held:
		f.Next = "Wait for that run, then plan and apply again. Nothing was written."
	case StatusOf(s) == Closed:
		f.Next = "Mend the cause, then plan and apply again."
	case x.intent.Open:
		f.Next = "Mend the cause, then plan and apply again: the opening goes on. Or set `open = false` and apply: what is open is closed."
	default:
		f.Next = "Mend the cause, then plan and apply again: the closing goes on. A failover of the pool closes the copies first, too."
	}
	x.Log(ctx, "the drill stopped", map[string]any{"error": cause.Error()})
	return f
}
