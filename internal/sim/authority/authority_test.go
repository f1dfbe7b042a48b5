// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package authority_test

import (
	"crypto/x509"
	"encoding/pem"
	"testing"
	"testing/synctest"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/authority"
)

func TestCertificatesAreGoodForTheirNamesOnly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, err := authority.New(time.Now())
		if err != nil {
			t.Fatal(err)
		}
		issued, err := a.Issue("ps1.demo.local", "127.0.0.1")
		if err != nil {
			t.Fatal(err)
		}
		leaf, err := x509.ParseCertificate(issued.Certificate[0])
		if err != nil {
			t.Fatal(err)
		}
		trust := x509.NewCertPool()
		block, _ := pem.Decode(a.PEM())
		root, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			t.Fatal(err)
		}
		trust.AddCert(root)
		for host, good := range map[string]bool{"ps1.demo.local": true, "127.0.0.1": true, "ps2.demo.local": false, "127.0.0.2": false} {
			_, err := leaf.Verify(x509.VerifyOptions{DNSName: host, Roots: trust})
			if (err == nil) != good {
				t.Errorf("%s: %v", host, err)
			}
		}
		if _, err := a.Issue(); err == nil {
			t.Error("a certificate for nobody was issued")
		}
	})
}
