// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package ad

import (
	"slices"
	"strings"
	"time"
)

// Account is a machine account as one controller sees it.
type Account struct {
	Name    string   // such as "PS1$"
	DNSName string   // dNSHostName, such as "ps1.demo.local"
	SPNs    []string // in the order written
}

type account struct {
	name     string
	dnsName  string
	versions []version // oldest first; replaced, never changed in place
}

// seen is the newest version that the controller knows of.
func (a account) seen(controller string, now time.Time) []string {
	for _, v := range slices.Backward(a.versions) {
		if v.visible(controller, now) {
			return v.spns
		}
	}
	return nil
}

// AccountName is the form in which a machine account is kept: capitals, with a $ at the end.
func AccountName(name string) string { return strings.ToUpper(strings.TrimSuffix(name, "$")) + "$" }

// Join makes a machine account that every controller knows, with these SPNs, or replaces it. The account may write its own SPNs.
func (f *Forest) Join(name, dnsName string, spns ...string) {
	name = AccountName(name)
	a := account{name: name, dnsName: dnsName, versions: []version{{spns: slices.Clone(spns)}}}
	f.accounts = append(slices.DeleteFunc(f.accounts, func(o account) bool { return o.name == name }), a)
	f.Grant(name, name, Full)
}

// Accounts lists the names of the machine accounts in the order they joined.
func (f *Forest) Accounts() []string {
	out := make([]string, 0, len(f.accounts))
	for _, a := range f.accounts {
		out = append(out, a.name)
	}
	return out
}

// Account reads a machine account at a controller ("" for the first that is up). It fails with [ErrNoAccount], [ErrNoController] or
// [ErrDown].
func (f *Forest) Account(controller, name string, now time.Time) (Account, error) {
	dc, err := f.Controller(controller)
	if err != nil {
		return Account{}, err
	}
	a, ok := f.find(name)
	if !ok {
		return Account{}, ErrNoAccount
	}
	out := Account{Name: a.name, DNSName: a.dnsName, SPNs: slices.Clone(a.seen(dc.Name, now))}
	if f.outside != nil {
		out.SPNs, err = f.outside.SPNs(a.name)
	}
	return out, err
}

// Truth lists the newest SPNs of an account, wherever they were written: what every controller will know in the end.
// It is for judges, not for clients.
func (f *Forest) Truth(name string) []string {
	a, ok := f.find(name)
	if ok && f.outside != nil {
		return f.outsideTruth(a.name)
	}
	if !ok || len(a.versions) == 0 {
		return nil
	}
	return slices.Clone(a.versions[len(a.versions)-1].spns)
}

// Holders lists the accounts that in truth hold the SPN.
func (f *Forest) Holders(spn string) []string {
	if f.outside != nil {
		found, _ := f.outside.Holders(spn) // a directory that does not answer shows nothing
		return found
	}
	return f.holders(spn, func(a account) []string { return a.versions[len(a.versions)-1].spns })
}

// HoldersAt lists the accounts that hold the SPN as far as a controller knows ("" for the first that is up).
func (f *Forest) HoldersAt(controller, spn string, now time.Time) ([]string, error) {
	dc, err := f.Controller(controller)
	if err != nil {
		return nil, err
	}
	if f.outside != nil {
		return f.outside.Holders(spn)
	}
	return f.holders(spn, func(a account) []string { return a.seen(dc.Name, now) }), nil
}

// Ticket is what a client gets that asks for a service on a host, such as cifs or nfs: the one account whose key the ticket is for.
// HOST stands for cifs, http and other built-in services but not for nfs or hdfs. ok is false if no account or more than one
// holds the name: then the KDC cannot choose.
func (f *Forest) Ticket(controller, class, host string, now time.Time) (holder string, ok bool) {
	classes := []string{class}
	if mapped := []string{"cifs", "http", "dns", "rpc", "wsman"}; slices.Contains(mapped, strings.ToLower(class)) {
		classes = append(classes, "HOST")
	}
	for _, c := range classes {
		found, err := f.HoldersAt(controller, c+"/"+host, now)
		if err != nil || len(found) > 1 {
			return "", false
		}
		if len(found) == 1 {
			return found[0], true
		}
	}
	return "", false
}

func (f *Forest) holders(spn string, of func(account) []string) []string {
	var out []string
	for _, a := range f.accounts {
		if contains(of(a), spn) {
			out = append(out, a.name)
		}
	}
	return out
}

func (f *Forest) find(name string) (account, bool) {
	for _, a := range f.accounts {
		if strings.EqualFold(a.name, name) || strings.EqualFold(a.name, name+"$") {
			return a, true
		}
	}
	return account{}, false
}

func contains(list []string, spn string) bool {
	return slices.ContainsFunc(list, func(s string) bool { return strings.EqualFold(s, spn) })
}
