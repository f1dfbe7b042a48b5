// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package ad

import (
	"slices"
	"strings"
	"time"
)

// Forest is one AD forest with one domain. The zero Forest has no controller and so never answers; see [New].
type Forest struct {
	// Domain is the DNS name of the domain in capitals, such as "DEMO.LOCAL".
	Domain string
	// NetBIOS is the domain's short name, such as "DEMO".
	NetBIOS string
	// Down makes every controller unreachable.
	Down bool

	controllers []Controller
	accounts    []account
	users       []User
	rights      []right
	outside     Outside
	told        map[string][]string // what outside last told of each account
}

// Controller is a domain controller.
type Controller struct {
	Name string // such as "dc1.demo.local"
	Down bool
}

// User is a person or a service in AD, whose name and password a change of SPNs may carry.
type User struct {
	Name     string
	Password string
	Admin    bool // may write every account
}

// New makes a forest with the given controllers, the first of which is used when a call names none.
func New(domain, netbios string, controllers ...string) *Forest {
	f := &Forest{Domain: strings.ToUpper(domain), NetBIOS: strings.ToUpper(netbios)}
	for _, name := range controllers {
		f.controllers = append(f.controllers, Controller{Name: name})
	}
	return f
}

// Clone copies the forest; neither copy notices the other.
func (f *Forest) Clone() *Forest {
	out := *f
	out.controllers = slices.Clone(f.controllers)
	out.users = slices.Clone(f.users)
	out.rights = slices.Clone(f.rights)
	out.accounts = slices.Clone(f.accounts) // versions inside are replaced, never changed in place
	return &out
}

// Controllers lists the controllers.
func (f *Forest) Controllers() []Controller { return slices.Clone(f.controllers) }

// SetControllerDown switches one controller off or on and tells whether there is one of that name.
func (f *Forest) SetControllerDown(name string, down bool) bool {
	i := slices.IndexFunc(f.controllers, func(c Controller) bool { return strings.EqualFold(c.Name, name) })
	if i < 0 {
		return false
	}
	f.controllers[i].Down = down
	return true
}

// Controller finds the controller that answers to name, or the first that is up if name is empty. A short name will do.
// It fails with [ErrNoController] or [ErrDown].
func (f *Forest) Controller(name string) (Controller, error) {
	for _, c := range f.controllers {
		short, _, _ := strings.Cut(c.Name, ".")
		switch {
		case name == "" && c.Down:
		case name == "" || strings.EqualFold(c.Name, name) || strings.EqualFold(short, name):
			if f.Down || c.Down {
				return Controller{}, ErrDown
			}
			return c, nil
		}
	}
	if name == "" {
		return Controller{}, ErrDown
	}
	return Controller{}, ErrNoController
}

// Answers tells whether any controller answers.
func (f *Forest) Answers() bool {
	_, err := f.Controller("")
	return err == nil
}

// AddUser adds a user, or replaces the one of the same name.
func (f *Forest) AddUser(u User) {
	f.users = append(slices.DeleteFunc(f.users, func(o User) bool { return strings.EqualFold(o.Name, u.Name) }), u)
}

// Login checks a user's password. The name may be plain, DOMAIN\name or name@domain. It returns the plain name, or fails with
// [ErrCredentials] or [ErrDown].
func (f *Forest) Login(name, password string) (string, error) {
	if !f.Answers() {
		return "", ErrDown
	}
	if f.outside != nil {
		return f.outside.Login(name, password)
	}
	plain := name
	if domain, rest, ok := strings.Cut(name, `\`); ok && strings.EqualFold(domain, f.NetBIOS) {
		plain = rest
	}
	if rest, domain, ok := strings.Cut(plain, "@"); ok && strings.EqualFold(domain, f.Domain) {
		plain = rest
	}
	for _, u := range f.users {
		if strings.EqualFold(u.Name, plain) && u.Password == password {
			return u.Name, nil
		}
	}
	return "", ErrCredentials
}

// version is the SPNs of an account as written at one controller.
type version struct {
	spns   []string
	origin string    // controller it was written at; "" means known everywhere
	at     time.Time // when it was written
	lag    time.Duration
}

func (v version) visible(controller string, now time.Time) bool {
	return v.origin == "" || strings.EqualFold(v.origin, controller) || !now.Before(v.at.Add(v.lag))
}
