// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package ad

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"maps"
	"math/big"
	"net"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	ber "github.com/go-asn1-ber/asn1-ber"
	"github.com/go-ldap/ldap/v3"
)

func text(p *ber.Packet) string { return ber.DecodeString(p.Data.Bytes()) }

// part is the range of values that was asked for, as a controller shows it: at most so many at once, and which ones in the name.
func (d *directory) part(all []string, attribute string) (string, []string) {
	if d.atOnce == 0 {
		return spnAttribute, all
	}
	from := 0
	if _, r, ok := strings.Cut(attribute, ";range="); ok {
		first, _, _ := strings.Cut(r, "-")
		from, _ = strconv.Atoi(first)
	}
	if from == 0 && len(all) <= d.atOnce {
		return spnAttribute, all
	}
	if to := from + d.atOnce; to < len(all) {
		return fmt.Sprintf("%s;range=%d-%d", spnAttribute, from, to-1), all[from:to]
	}
	return fmt.Sprintf("%s;range=%d-*", spnAttribute, from), all[from:]
}

// matches evaluates a filter of the kinds that this package sends.
func matches(filter *ber.Packet, e *entry) bool {
	switch filter.Tag {
	case ldap.FilterAnd:
		return !slices.ContainsFunc(filter.Children, func(f *ber.Packet) bool { return !matches(f, e) })
	case ldap.FilterOr:
		return slices.ContainsFunc(filter.Children, func(f *ber.Packet) bool { return matches(f, e) })
	case ldap.FilterEqualityMatch:
		switch value := text(filter.Children[1]); text(filter.Children[0]) {
		case "sAMAccountName":
			return strings.EqualFold(value, e.name)
		case spnAttribute:
			return contains(e.spns, value)
		}
	}
	return true
}

func octets(s string) *ber.Packet {
	return ber.NewString(ber.ClassUniversal, ber.TypePrimitive, ber.TagOctetString, s, "")
}

func result(op string, code uint16) *ber.Packet {
	p := ber.Encode(ber.ClassApplication, ber.TypeConstructed, opResults[op], nil, "")
	p.AppendChild(ber.NewInteger(ber.ClassUniversal, ber.TypePrimitive, ber.TagEnumerated, int64(code), ""))
	p.AppendChild(octets(""))
	p.AppendChild(octets("as the script says"))
	return p
}

func shown(dn string, attributes map[string][]string) *ber.Packet {
	p := ber.Encode(ber.ClassApplication, ber.TypeConstructed, ldap.ApplicationSearchResultEntry, nil, "")
	p.AppendChild(octets(dn))
	list := ber.NewSequence("")
	for _, name := range slices.Sorted(maps.Keys(attributes)) {
		a := ber.NewSequence("")
		a.AppendChild(octets(name))
		values := ber.Encode(ber.ClassUniversal, ber.TypeConstructed, ber.TagSet, nil, "")
		for _, v := range attributes[name] {
			values.AppendChild(octets(v))
		}
		a.AppendChild(values)
		list.AppendChild(a)
	}
	p.AppendChild(list)
	return p
}

// reference says that an entry is to be looked for at another server.
func reference(url string) *ber.Packet {
	p := ber.Encode(ber.ClassApplication, ber.TypeConstructed, ldap.ApplicationSearchResultReference, nil, "")
	p.AppendChild(octets(url))
	return p
}

// authority signs the certificates of controllers.
type authority struct {
	key  *ecdsa.PrivateKey
	cert *x509.Certificate
	pem  string
}

func newAuthority(t *testing.T) *authority {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	a := &authority{key: key, cert: &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "test authority"}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(24 * time.Hour),
	}}
	der, err := x509.CreateCertificate(rand.Reader, a.cert, a.cert, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	a.pem = string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))
	return a
}

// issue makes a certificate for a host, valid until an hour from now moved by shift.
func (a *authority) issue(t *testing.T, host string, shift time.Duration) tls.Certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.CreateCertificate(rand.Reader, &x509.Certificate{
		SerialNumber: big.NewInt(2), DNSNames: []string{host},
		NotBefore: time.Now().Add(shift - time.Hour), NotAfter: time.Now().Add(shift + time.Hour),
	}, a.cert, key.Public(), a.key)
	if err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
}

// network connects to the controllers of a test by name, and remembers who was called.
type network struct {
	controllers map[string]func(net.Conn)
	called      []string
}

func (n *network) dial(_ context.Context, _, address string) (net.Conn, error) {
	host, _, _ := net.SplitHostPort(address)
	n.called = append(n.called, host)
	serve, ok := n.controllers[host]
	if !ok {
		return nil, fmt.Errorf("dial %s: connection refused", address)
	}
	near, far := net.Pipe()
	go serve(far)
	return near, nil
}

// secured is a controller that speaks TLS with a certificate.
func secured(d *directory, certificate tls.Certificate) func(net.Conn) {
	return func(raw net.Conn) {
		d.serve(tls.Server(raw, &tls.Config{Certificates: []tls.Certificate{certificate}}))
	}
}
