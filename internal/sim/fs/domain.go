// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package fs

import "slices"

// Domain is a restricted-writer domain: at and below Path nobody but Owner changes anything. SyncIQ puts one on the target of a
// policy ("First run of P puts a SyncIQ (restricted-writer) domain on B's path", synciq.md §1.3).
type Domain struct {
	Path  string
	Owner string // the policy's id
}

// Protect puts a domain on p, or gives the domain on p another owner. p need not exist yet. It fails with [ErrInvalidPath].
func (t *Tree) Protect(p, owner string) error {
	clean, err := Clean(p)
	if err != nil {
		return err
	}
	for i := range t.domains {
		if t.domains[i].Path == clean {
			t.domains[i].Owner = owner
			return nil
		}
	}
	t.domains = append(t.domains, Domain{Path: clean, Owner: owner})
	return nil
}

// Unprotect takes the domain off p and tells whether there was one.
func (t *Tree) Unprotect(p string) bool {
	clean, err := Clean(p)
	if err != nil {
		return false
	}
	before := len(t.domains)
	t.domains = slices.DeleteFunc(t.domains, func(d Domain) bool { return d.Path == clean })
	return len(t.domains) < before
}

// Domains lists the domains in the order they were made.
func (t *Tree) Domains() []Domain { return slices.Clone(t.domains) }

// ProtectedBy returns the innermost domain that p lies in, and whether there is one. Clients can write to p only if there is none.
func (t *Tree) ProtectedBy(p string) (Domain, bool) {
	clean, err := Clean(p)
	if err != nil {
		return Domain{}, false
	}
	var found Domain
	for _, d := range t.domains {
		if Within(clean, d.Path) && len(d.Path) > len(found.Path) {
			found = d
		}
	}
	return found, found.Path != ""
}

// below refuses what would move or remove the root of a domain at or below p.
func (t *Tree) below(op, p, by string) error {
	for _, d := range t.domains {
		if Within(d.Path, p) && d.Owner != by {
			return fail(op, p, &ProtectedError{Domain: d})
		}
	}
	return nil
}
