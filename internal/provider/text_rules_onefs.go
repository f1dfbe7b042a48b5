// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"fmt"
	"net"
	"net/url"
	"path"
	"regexp"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
	"github.com/onefs-dr/terraform-provider-onefs/internal/names"
)

var poolIDForm = regexp.MustCompile(`^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$`)

// poolID is groupnet.subnet.pool.
func poolID() textRule {
	return textRule{
		says: `a pool id "groupnet.subnet.pool", as "isi network pools list" shows it`,
		check: func(s string) error {
			if !poolIDForm.MatchString(s) {
				return fmt.Errorf(`%q is not a pool id: write groupnet, subnet and pool with dots between them, `+
					`such as "groupnet0.subnet0.nas1"`, s)
			}
			return nil
		},
	}
}

var clusterKeyForm = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)

// clusterKey is a key of the provider's clusters map.
func clusterKey() textRule {
	return textRule{
		says: "a cluster key: lower-case letters, digits and underscores, a letter first",
		check: func(s string) error {
			if !clusterKeyForm.MatchString(s) {
				return fmt.Errorf("%q is not a cluster key: use lower-case letters, digits and underscores, a letter first", s)
			}
			return nil
		},
	}
}

// mirrorSuffix ends the name of the policy that OneFS makes for the way back.
const mirrorSuffix = "_mirror"

// policyName is a SyncIQ policy by its name on the home cluster.
func policyName() textRule {
	return textRule{
		says: `a SyncIQ policy by its name on its home cluster, never a mirror policy`,
		check: func(s string) error {
			switch {
			case s == "" || strings.TrimSpace(s) != s:
				return fmt.Errorf("%q is not the name of a policy", s)
			case strings.HasSuffix(s, mirrorSuffix):
				return fmt.Errorf("%q is a mirror policy: write %q, the name of the policy on its home cluster; its mirror belongs to it",
					s, strings.TrimSuffix(s, mirrorSuffix))
			}
			return nil
		},
	}
}

// productionName is a name that can move, in its canonical form.
func productionName() textRule {
	return textRule{
		says: "a host name in lower case without trailing dot, that is still valid once \"igls-original-\" stands before it",
		check: func(s string) error {
			if err := names.Validate(s); err != nil {
				return err
			}
			if c := names.Canonical(s); c != s {
				return fmt.Errorf("name %q must be in lower case without trailing dot: %q", s, c)
			}
			return nil
		},
	}
}

// findingID is the id of a finding that can be ignored.
func findingID() textRule {
	return textRule{
		says: `the id of a finding that can be ignored, such as "spn_right_missing"`,
		check: func(s string) error {
			id, known := finding.Parse(s)
			if !known {
				if near := finding.Nearest(s); near != "" {
					return fmt.Errorf("%q is not the id of a finding; the nearest is %q", s, near)
				}
				return fmt.Errorf("%q is not the id of a finding: the guide \"Reading the errors\" has all of them", s)
			}
			if why := id.Spec().Fixed(); why != "" {
				return fmt.Errorf("%q cannot be ignored: %s", s, why)
			}
			return nil
		},
	}
}

var serviceClassForm = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_-]*$`)

// serviceClass is the part of an SPN before the slash.
func serviceClass() textRule {
	return textRule{
		says: `a service class, such as "HOST" or "nfs"`,
		check: func(s string) error {
			if !serviceClassForm.MatchString(s) {
				return fmt.Errorf(`%q is not a service class, such as "HOST" or "nfs"`, s)
			}
			return nil
		},
	}
}

// ifsPath is an absolute directory below /ifs.
func ifsPath() textRule {
	return textRule{
		says: "a directory below /ifs",
		check: func(s string) error {
			if !strings.HasPrefix(s, "/ifs/") || path.Clean(s) != s {
				return fmt.Errorf(`%q is not a directory below /ifs, such as "/ifs/.onefs-failover"`, s)
			}
			return nil
		},
	}
}

// hostAndPort is where DNS questions go.
func hostAndPort() textRule {
	return textRule{
		says: "host and port",
		check: func(s string) error {
			if host, port, err := net.SplitHostPort(s); err != nil || host == "" || port == "" {
				return fmt.Errorf(`%q is not host and port, such as "10.0.0.100:53"`, s)
			}
			return nil
		},
	}
}

// ldapsURL is a domain controller.
func ldapsURL() textRule {
	return textRule{
		says: "an LDAPS URL",
		check: func(s string) error {
			u, err := url.Parse(s)
			if err != nil || u.Scheme != "ldaps" || u.Hostname() == "" || u.User != nil {
				return fmt.Errorf(`%q is not the LDAPS URL of a domain controller, such as "ldaps://dc1.example.com"`, s)
			}
			return nil
		},
	}
}
