// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/realparts/samba"
)

// show is a running demonstration.
type show struct {
	opts   options
	out    *screen
	space  *workspace
	site   *site
	tf     *terraform
	config *configuration
	real   *parts
	watch  *observer
	scene  scene
	view   *view
	steps  []string
}

// perform is the whole demonstration: build, adopt, out, back.
func perform(ctx context.Context, opts options, out *screen) error {
	if opts.real {
		if m := missingParts(); m != "" {
			return errors.New(m)
		}
	}
	space, err := newWorkspace()
	if err != nil {
		return err
	}
	if opts.keep {
		defer out.say("kept: %s", space.root)
	} else {
		defer space.remove()
	}
	s := &show{opts: opts, out: out, space: space}
	out.act("Set up")
	out.say("building the provider and the simulator ...")
	if err := space.build(ctx); err != nil {
		return err
	}
	built := time.Now()
	var more []string
	if opts.real {
		out.say("making an Active Directory domain ...")
		if s.real, err = startParts(ctx, space); err != nil {
			return err
		}
		defer s.real.stop()
		more = s.real.arguments()
	}
	sim, site, err := startSimulator(ctx, space, opts.speed, more...)
	if err != nil {
		return err
	}
	defer sim.stop()
	s.site = site
	for _, step := range []func(context.Context) error{s.prepare, s.adopt, s.failOver, s.doubt, s.failBack} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	out.act("Done")
	out.say("out and back in %.0f s after the build; each time one word was changed, one plan was read, and the plan afterwards was empty",
		time.Since(built).Seconds())
	return nil
}

// prepare connects to the simulated site and writes the configuration.
func (s *show) prepare(ctx context.Context) error {
	for _, c := range s.site.clusters {
		s.out.say("%s  %s  SmartConnect DNS %s  pool %s", c.Name, c.Endpoint, c.DNS, c.Pools[0])
	}
	s.out.say("one simulated second takes %.3g ms here; SyncIQ jobs, DNS, Active Directory, SMB and NFS clients are simulated with it",
		1000/s.opts.speed)
	if s.real != nil {
		s.out.say("real beside it: the domain %s on Samba at %s, where SPNs go by LDAP; unbound; smbd, smbclient; nfs-ganesha, libnfs",
			samba.Realm, s.real.domain.Address)
	}
	var err error
	if s.watch, err = newObserver(s.site, s.opts.speed); err != nil {
		return err
	}
	s.watch.real = s.real
	if s.config, err = newConfiguration(s.space, s.site, s.real); err != nil {
		return err
	}
	if err := s.space.writeCLIConfig(); err != nil {
		return err
	}
	if s.tf, err = newTerraform(s.space, s.site.clusters[0].Password); err != nil {
		return err
	}
	if s.real != nil {
		s.tf.env = append(s.tf.env, s.real.environment())
	}
	if err := s.watch.begin(ctx); err != nil {
		return err
	}
	if s.real != nil {
		if err := s.real.connect(ctx, s.site, s.watch.production); err != nil {
			return err
		}
	}
	_, _, err = s.tf.run(ctx, "init")
	return err
}

// adopt takes the pool into Terraform's state; nothing on the clusters changes.
func (s *show) adopt(ctx context.Context) error {
	s.out.act("Adopt the pool as it is")
	s.out.say("the configuration, as it would be kept in Git (the provider block with both clusters is left out here):")
	s.out.quote(s.config.resource())
	s.out.say("$ terraform apply")
	text, _, err := s.tf.run(ctx, "apply", "-auto-approve")
	if err != nil {
		return err
	}
	s.out.quote(lastLine(text, "Apply complete!"))
	if err := s.emptyPlan(ctx); err != nil {
		return err
	}
	seen, truth, err := s.watch.observe(ctx, nil)
	if err != nil {
		return err
	}
	s.view, s.scene = seen, scene{site: s.site, first: seen, serving: s.site.clusters[0].Name}
	for _, r := range s.scene.table(s.view, truth) {
		if p := r.problem(); p != "" {
			return fmt.Errorf("the site is not as it should be at the beginning: line %d, %s: %s, %s", r.line, r.object, r.value, p)
		}
	}
	return nil
}

func (s *show) failOver(ctx context.Context) error {
	home := s.site.clusters[0].Name
	return s.move(ctx, home, s.site.other(home))
}

// doubt lets a test change the clusters and judges them once more.
func (s *show) doubt(ctx context.Context) error {
	if s.opts.doubt == nil {
		return nil
	}
	if err := s.opts.doubt(ctx, s); err != nil {
		return err
	}
	seen, truth, err := s.watch.observe(ctx, s.steps)
	if err != nil {
		return err
	}
	return s.out.table(nil, s.scene.table(seen, truth), "", "again")
}

func (s *show) failBack(ctx context.Context) error {
	home := s.site.clusters[0].Name
	return s.move(ctx, s.site.other(home), home)
}

// move changes the one word, shows the plan, applies it, shows the empty plan and the table.
func (s *show) move(ctx context.Context, from, to string) error {
	s.out.act(fmt.Sprintf("Fail over from %s to %s", from, to))
	was, is, err := s.config.setActive(from, to)
	if err != nil {
		return err
	}
	s.out.say("- %s", was)
	s.out.say("+ %s", is)
	s.out.say("$ terraform plan")
	text, code, err := s.tf.run(ctx, "plan", "-detailed-exitcode", "-out", "move.tfplan")
	if err != nil {
		return err
	}
	if code != 2 {
		return fmt.Errorf("%w: the plan of a failover must have changes", errDiffers)
	}
	s.out.quote(planned(text))
	s.out.say("$ terraform apply      (below: the provider's log, TF_LOG_PROVIDER=INFO, as it is written)")
	before := s.scene.table(s.view, s.view)
	tally, err := s.watch.clients.tally(ctx)
	if err != nil {
		return err
	}
	began := time.Now()
	if text, err = s.apply(ctx); err != nil {
		return err
	}
	s.out.quote(lastLine(text, "Apply complete!"))
	after, err := s.watch.clients.tally(ctx)
	if err != nil {
		return err
	}
	s.out.say("took %.1f s here; %d clients kept writing meanwhile: %d writes were acknowledged, %d were refused",
		time.Since(began).Seconds(), len(members), after.acked-tally.acked, after.refused-tally.refused)
	if err := s.emptyPlan(ctx); err != nil {
		return err
	}
	return s.judge(ctx, to, before)
}

// apply runs the saved plan and shows the provider's log meanwhile.
func (s *show) apply(ctx context.Context) (string, error) {
	watch, stop := context.WithCancel(ctx)
	done := make(chan error, 1)
	began := time.Now()
	go func() {
		done <- follow(watch, s.space.path("provider.log"), func(line string) {
			s.out.say("  %5.1f s  %s", time.Since(began).Seconds(), line)
		})
	}()
	text, _, err := s.tf.run(ctx, "apply", "move.tfplan")
	stop()
	return text, errors.Join(err, <-done)
}

// emptyPlan proves that nothing is left to do.
func (s *show) emptyPlan(ctx context.Context) error {
	text, code, err := s.tf.run(ctx, "plan", "-detailed-exitcode")
	if err != nil {
		return err
	}
	if code != 0 {
		return fmt.Errorf("%w: the plan must be empty now, but is:\n%s", errDiffers, planned(text))
	}
	s.out.say("$ terraform plan -detailed-exitcode   -> exit status 0, %s", lastLine(text, "No changes."))
	return nil
}

// judge reads everything anew, from outside and from the simulator, and prints the table.
func (s *show) judge(ctx context.Context, to string, before []row) error {
	steps, err := s.tf.manualSteps(ctx)
	if err != nil {
		return err
	}
	seen, truth, err := s.watch.observe(ctx, steps)
	if err != nil {
		return err
	}
	next := s.scene
	next.before, next.serving = s.view, to
	if err := s.out.table(before, next.table(seen, truth), "before", "after"); err != nil {
		return err
	}
	if len(steps) > 0 {
		s.out.say("what people still have to do (attribute manual_steps):")
		s.out.quote(strings.Join(steps, "\n"))
	}
	s.view, s.scene, s.steps = seen, next, steps
	return nil
}

// lastLine is the first line of text that begins with prefix.
func lastLine(text, prefix string) string {
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, prefix) {
			return strings.TrimSpace(line)
		}
	}
	return prefix
}
