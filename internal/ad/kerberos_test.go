// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package ad

import (
	"encoding/asn1"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-ldap/ldap/v3"
	"github.com/jcmturner/gokrb5/v8/iana/errorcode"
	"github.com/jcmturner/gokrb5/v8/iana/etypeID"
	"github.com/jcmturner/gokrb5/v8/iana/patype"
	"github.com/jcmturner/gokrb5/v8/keytab"
	"github.com/jcmturner/gokrb5/v8/messages"
	"github.com/jcmturner/gokrb5/v8/types"
)

// keyServer answers every request on a loopback address with one error, and passes on what was asked.
func keyServer(t *testing.T, code int32, data types.PADataSequence) (address string, asked <-chan messages.ASReq) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	requests := make(chan messages.ASReq, 8)
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			var length uint32
			_ = binary.Read(conn, binary.BigEndian, &length)
			body := make([]byte, min(length, 1<<16))
			var req messages.ASReq
			if _, err := io.ReadFull(conn, body); err == nil && req.Unmarshal(body) == nil {
				requests <- req
				answer := messages.NewKRBError(req.ReqBody.SName, req.ReqBody.Realm, code, "as the test says")
				answer.CName, answer.CRealm = req.ReqBody.CName, req.ReqBody.Realm
				if data != nil {
					answer.EData, _ = asn1.Marshal(data)
				}
				b, _ := answer.Marshal()
				_, _ = conn.Write(append(binary.BigEndian.AppendUint32(nil, uint32(len(b))), b...))
			}
			_ = conn.Close()
		}
	}()
	return listener.Addr().String(), requests
}

func kerberosWriter(t *testing.T, k Kerberos, password string) *Writer {
	t.Helper()
	k.Realm = "EXAMPLE.COM"
	w, err := New(Config{URLs: []string{"ldaps://dc1"}, Username: "svc-spn", Password: password, Kerberos: &k})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// unused is an LDAP connection on which nothing is said: the key server comes first.
func unused(t *testing.T) *ldap.Conn {
	t.Helper()
	near, far := net.Pipe()
	conn := ldap.NewConn(near, true)
	conn.Start()
	t.Cleanup(func() { _, _ = conn.Close(), far.Close() })
	return conn
}

// TestKerberos_AsksForAES: what goes to the key server offers AES and nothing else.
func TestKerberos_AsksForAES(t *testing.T) {
	t.Parallel()
	address, asked := keyServer(t, errorcode.KDC_ERR_ETYPE_NOSUPP, nil)
	err := kerberosWriter(t, Kerberos{KDCs: []string{address}}, testPassword).bindKerberos(unused(t), "dc1")
	if !errors.Is(err, ErrTicket) || strings.Contains(err.Error(), testPassword) {
		t.Errorf("%v, want %v and no password", err, ErrTicket)
	}
	req := <-asked
	if len(req.ReqBody.EType) != 4 || slices.ContainsFunc(req.ReqBody.EType, func(e int32) bool { return !isAES(e) }) {
		t.Errorf("asked for the types %v", req.ReqBody.EType)
	}
}

// TestKerberos_KeyServerErrors: what a key server says has a reason that the provider can name; a damaged answer is an error and no panic.
func TestKerberos_KeyServerErrors(t *testing.T) {
	t.Parallel()
	empty, err := asn1.Marshal(types.ETypeInfo2{})
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		code int32
		data types.PADataSequence
		want error
	}{
		"unknown user":      {errorcode.KDC_ERR_C_PRINCIPAL_UNKNOWN, nil, ErrCredentials},
		"user switched off": {errorcode.KDC_ERR_CLIENT_REVOKED, nil, ErrCredentials},
		"password expired":  {errorcode.KDC_ERR_KEY_EXPIRED, nil, ErrCredentials},
		"clock":             {errorcode.KRB_AP_ERR_SKEW, nil, ErrTicket},
		"no kind of key": {
			errorcode.KDC_ERR_PREAUTH_REQUIRED,
			types.PADataSequence{{PADataType: patype.PA_ETYPE_INFO2, PADataValue: empty}},
			ErrTicket,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			address, _ := keyServer(t, c.code, c.data)
			err := kerberosWriter(t, Kerberos{KDCs: []string{address}}, testPassword).bindKerberos(unused(t), "dc1")
			if !errors.Is(err, c.want) || strings.Contains(err.Error(), testPassword) {
				t.Errorf("%v, want %v and no password", err, c.want)
			}
		})
	}
}

// TestKerberos_Keytab: keys of other types than AES are never used, whatever the key server asks for.
func TestKerberos_Keytab(t *testing.T) {
	t.Parallel()
	file := func(kinds ...int32) string {
		kt := keytab.New()
		for _, kind := range kinds {
			if err := kt.AddEntry("svc-spn", "EXAMPLE.COM", testPassword, time.Now(), 1, kind); err != nil {
				t.Fatal(err)
			}
		}
		b, err := kt.Marshal()
		if err != nil {
			t.Fatal(err)
		}
		name := filepath.Join(t.TempDir(), "keytab")
		if err := os.WriteFile(name, b, 0o600); err != nil {
			t.Fatal(err)
		}
		return name
	}
	both := kerberosWriter(t, Kerberos{KeytabFile: file(etypeID.RC4_HMAC, etypeID.AES256_CTS_HMAC_SHA1_96)}, "")
	c, err := both.kerberosClient()
	if err != nil {
		t.Fatal(err)
	}
	if keys := c.Credentials.Keytab().Entries; len(keys) != 1 || keys[0].Key.KeyType != etypeID.AES256_CTS_HMAC_SHA1_96 {
		t.Errorf("the client has %v", keys)
	}
	for name, at := range map[string]string{
		"RC4 only": file(etypeID.RC4_HMAC), "none": file(), "no file": filepath.Join(t.TempDir(), "none"),
	} {
		if _, err := kerberosWriter(t, Kerberos{KeytabFile: at}, "").kerberosClient(); !errors.Is(err, ErrCredentials) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestKerberos_KeyServers: those of the configuration, else the controllers; port 88 unless one is written; IPv6 too.
func TestKerberos_KeyServers(t *testing.T) {
	t.Parallel()
	for want, kdcs := range map[string][]string{
		"kdc = dc1:88\n": nil, "kdc = k1:88\n": {"k1"}, "kdc = k1:750\n": {"k1:750"}, "kdc = [::1]:88\n": {"[::1]"},
	} {
		if got := kerberosWriter(t, Kerberos{KDCs: kdcs}, testPassword).kerberosConfig(); !strings.Contains(got, want) {
			t.Errorf("%q is not in\n%s", want, got)
		}
	}
}
