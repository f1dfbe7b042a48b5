// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package ad

import (
	"net"
	"slices"
	"strings"
	"sync"

	ber "github.com/go-asn1-ber/asn1-ber"
	"github.com/go-ldap/ldap/v3"
)

// directory is a domain controller for these tests: accounts with names, the rules that a real one has about them, and a script of what
// it does instead.
type directory struct {
	mu       sync.Mutex
	accounts []*entry
	mappings []string // sPNMappings
	atOnce   int      // values shown in one answer; 0 means all
	// script is asked before each operation ("bind", "search", "modify"), with how many of its kind came before. nil means the rules.
	script func(op string, before int) *turn
	asked  map[string]int
}

// entry is an account. Without allowed nothing may be written; with validated names are only taken off.
type entry struct {
	name               string
	spns               []string
	denied, validated  bool
	writable, referral bool
}

func (e *entry) dn() string { return "CN=" + strings.TrimSuffix(e.name, "$") + ",DC=example,DC=com" }

// turn is what the directory does instead of an answer by its rules.
type turn struct {
	code   uint16 // answer with this result
	silent bool   // never answer
	drop   bool   // close the connection
	first  bool   // do what was asked, and then the above
	before func(d *directory)
}

const testPassword = "correct-horse"

// serve answers on a connection until it is closed.
func (d *directory) serve(conn net.Conn) {
	defer func() { _ = conn.Close() }()
	for {
		message, err := ber.ReadPacket(conn)
		if err != nil || len(message.Children) < 2 {
			return
		}
		id, _ := message.Children[0].Value.(int64)
		for _, answer := range d.answers(message.Children[1]) {
			if answer == nil { // the connection drops
				return
			}
			envelope := ber.NewSequence("")
			envelope.AppendChild(ber.NewInteger(ber.ClassUniversal, ber.TypePrimitive, ber.TagInteger, id, ""))
			envelope.AppendChild(answer)
			if _, err := conn.Write(envelope.Bytes()); err != nil {
				return
			}
		}
	}
}

// names of the operations, and the tags of their results.
var (
	opNames = map[ber.Tag]string{
		ldap.ApplicationBindRequest: "bind", ldap.ApplicationSearchRequest: "search", ldap.ApplicationModifyRequest: "modify",
	}
	opResults = map[string]ber.Tag{
		"bind": ldap.ApplicationBindResponse, "search": ldap.ApplicationSearchResultDone, "modify": ldap.ApplicationModifyResponse,
	}
)

// answers are the messages that an operation gets; a nil one drops the connection.
func (d *directory) answers(op *ber.Packet) []*ber.Packet {
	d.mu.Lock()
	defer d.mu.Unlock()
	name := opNames[op.Tag]
	if name == "" { // unbind
		return []*ber.Packet{nil}
	}
	if d.asked == nil {
		d.asked = map[string]int{}
	}
	before := d.asked[name]
	d.asked[name]++
	var instead *turn
	if d.script != nil {
		instead = d.script(name, before)
	}
	if instead == nil {
		return d.obey(name, op)
	}
	if instead.before != nil {
		instead.before(d)
	}
	if instead.first {
		d.obey(name, op)
	}
	switch {
	case instead.drop:
		return []*ber.Packet{nil}
	case instead.silent:
		return nil
	case instead.before != nil && instead.code == 0:
		return d.obey(name, op)
	default:
		return []*ber.Packet{result(name, instead.code)}
	}
}

func (d *directory) obey(name string, op *ber.Packet) []*ber.Packet {
	switch name {
	case "bind":
		if op.Children[2].Data.String() != testPassword {
			return []*ber.Packet{result(name, ldap.LDAPResultInvalidCredentials)}
		}
		return []*ber.Packet{result(name, 0)}
	case "search":
		return append(d.search(op), result(name, 0))
	default:
		return []*ber.Packet{result(name, d.modify(op))}
	}
}

func (d *directory) search(op *ber.Packet) []*ber.Packet {
	base, wanted := text(op.Children[0]), op.Children[7].Children
	switch {
	case base == "":
		return []*ber.Packet{shown("", map[string][]string{
			"defaultNamingContext": {"DC=example,DC=com"}, "configurationNamingContext": {"CN=Configuration,DC=example,DC=com"},
		})}
	case strings.HasPrefix(base, "CN=Directory Service,"):
		return []*ber.Packet{shown(base, map[string][]string{"sPNMappings": d.mappings})}
	}
	var out []*ber.Packet
	for _, e := range d.accounts {
		byName := base == e.dn()
		if !byName && (base != "DC=example,DC=com" || !matches(op.Children[6], e)) {
			continue
		}
		if e.referral {
			out = append(out, reference("ldap://child.example.com/"+e.dn()))
			continue
		}
		attributes := map[string][]string{"sAMAccountName": {e.name}}
		if e.writable {
			attributes["allowedAttributesEffective"] = []string{"description", "ServicePrincipalName"}
		}
		for _, w := range wanted {
			if strings.HasPrefix(text(w), spnAttribute) {
				key, values := d.part(e.spns, text(w))
				attributes[key] = values
			}
		}
		out = append(out, shown(e.dn(), attributes))
	}
	return out
}

// modify changes one account by the rules of a domain, and tells the result.
func (d *directory) modify(op *ber.Packet) uint16 {
	at := slices.IndexFunc(d.accounts, func(e *entry) bool { return e.dn() == text(op.Children[0]) })
	if at < 0 {
		return ldap.LDAPResultNoSuchObject
	}
	e := d.accounts[at]
	if e.denied {
		return ldap.LDAPResultInsufficientAccessRights
	}
	after := slices.Clone(e.spns)
	for _, change := range op.Children[1].Children {
		add := change.Children[0].Value == any(int64(0))
		for _, v := range change.Children[1].Children[1].Children {
			spn := text(v)
			switch i := slices.Index(after, spn); {
			case add && e.validated, add && d.heldByOther(e, spn):
				return ldap.LDAPResultConstraintViolation
			case add && contains(after, spn):
				return ldap.LDAPResultAttributeOrValueExists
			case add:
				after = append(after, spn)
			case i < 0:
				return ldap.LDAPResultNoSuchAttribute
			default:
				after = slices.Delete(after, i, i+1)
			}
		}
	}
	e.spns = after
	return 0
}

// heldByOther: another account has the name, or one for which its class stands.
func (d *directory) heldByOther(e *entry, spn string) bool {
	class, rest, _ := strings.Cut(spn, "/")
	same := []string{spn}
	for _, line := range d.mappings {
		if from, to, _ := strings.Cut(line, "="); strings.EqualFold(from, class) {
			for c := range strings.SplitSeq(to, ",") {
				same = append(same, c+"/"+rest)
			}
		}
	}
	return slices.ContainsFunc(d.accounts, func(o *entry) bool {
		return o != e && slices.ContainsFunc(same, func(s string) bool { return contains(o.spns, s) })
	})
}
