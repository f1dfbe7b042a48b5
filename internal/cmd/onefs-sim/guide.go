// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"io"
	"path/filepath"
	"strings"
)

// guideText is what a person who has just started the clusters can try. Words in capitals are filled in.
const guideText = `
Try:
  curl --cacert CA -u USER:PASSWORD FROM/platform/14/sync/policies/POLICY
  curl --cacert CA -u USER:PASSWORD TO/platform/1/sync/target/policies/POLICY
  curl --cacert CA -u USER:PASSWORD -d '{"id": "POLICY"}' FROM/platform/15/sync/jobs
  dig +short @HOST -p PORT NAME                 # SmartConnect: this cluster answers for the name, the other does not
  curl CONTROL/                                 # what the simulator itself can be asked: truth, time, trouble, clients
  curl CONTROL/state | jq '.clusters.SERVING.policies'
  curl -d '{"step": "5m"}' CONTROL/clock        # let five minutes pass
  curl -d '{"name": "NAME", "target": "/nas1"}' CONTROL/clients/lin1/mount
  curl -d '{"file": "a/file0", "id": "w1", "bytes": 10}' CONTROL/clients/lin1/write
  internal/cmd/onefs-sim/testdata/walkthrough.sh SITE     # a whole failover and the way back

Everything stops with Ctrl-C.
`

// guide says what to try, with this run's own addresses.
func (r *running) guide(o options, out io.Writer) error {
	from, to := r.network.Endpoints[0], r.network.Endpoints[1]
	dir, err := filepath.Abs(o.dir)
	if err != nil {
		return err
	}
	host, port, _ := strings.Cut(from.DNS, ":")
	_, err = strings.NewReplacer(
		"CA", filepath.Join(dir, "ca.pem"), "USER", r.simulation.Username, "PASSWORD", r.simulation.Password,
		"FROM", from.URL, "TO", to.URL, "POLICY", r.simulation.Policies[0], "HOST", host, "PORT", port,
		"NAME", r.simulation.Names[0], "CONTROL", r.controlURL, "SERVING", from.Name, "SITE", filepath.Join(dir, "site.json"),
	).WriteString(out, guideText)
	return err
}
