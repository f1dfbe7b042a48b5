// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package contract

import "slices"

// outcome counts the answers of one operation that passed validation.
type outcome struct {
	successes int
	failures  int
	specific  int // failures of the operation itself, not of the log-in or of privileges
}

// Coverage tells how much of the contract was exercised by validated answers.
type Coverage struct {
	Operations int `json:"operations"`
	// Exercised have had both a valid 2xx and a valid error answer.
	Exercised int `json:"exercised"`
	// Specific counts those of the exercised that have had an error of their own, not only 401 and 403, which every path can give.
	Specific int `json:"exercised_with_own_error"`
	// OutOfScope is as many of the rest as the caller has declared.
	OutOfScope int `json:"out_of_scope"`
	// Findings counts what the checks have found in answers.
	Findings int `json:"violations"`
	// Bodies counts validated bodies.
	Bodies int `json:"bodies"`
	// Missing lists operations neither exercised nor declared out of scope, with what is missing.
	Missing []string `json:"missing"`
}

func (c *Contract) outcome(o *operation) *outcome {
	if c.seen[o] == nil {
		c.seen[o] = &outcome{}
	}
	return c.seen[o]
}

// Coverage summarises everything checked so far. of and outOfScope list operations as "METHOD path" without version; nil is of all.
func (c *Contract) Coverage(of, outOfScope []string) Coverage {
	c.mu.Lock()
	defer c.mu.Unlock()
	out := Coverage{Findings: c.findings, Bodies: c.bodies}
	for _, o := range c.operations {
		if of != nil && !slices.Contains(of, o.name()) {
			continue
		}
		out.Operations++
		seen := c.outcome(o)
		switch {
		case slices.Contains(outOfScope, o.name()):
			out.OutOfScope++
		case seen.successes > 0 && seen.failures > 0:
			out.Exercised++
			if seen.specific > 0 {
				out.Specific++
			}
		case seen.successes > 0:
			out.Missing = append(out.Missing, o.name()+": no error")
		case seen.failures > 0:
			out.Missing = append(out.Missing, o.name()+": no success")
		default:
			out.Missing = append(out.Missing, o.name())
		}
	}
	return out
}
