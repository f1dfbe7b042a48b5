// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi

import "github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"

var syncCertificateRoutes = []Route{
	{"GET", "/sync/certificates/peer", func(r *Request) Answer { return r.listCertificates(&r.Cluster.Sync.Peers, r.showPeer) }},
	{"GET", "/sync/certificates/peer/{CertificatesPeerId}", func(r *Request) Answer {
		return r.oneCertificate(&r.Cluster.Sync.Peers, r.Param("CertificatesPeerId"), r.showPeer)
	}},
	{"GET", "/sync/certificates/server", func(r *Request) Answer { return r.listCertificates(&r.Cluster.Sync.Servers, r.showServer) }},
	{"GET", "/sync/certificates/server/{CertificatesServerId}", func(r *Request) Answer {
		return r.oneCertificate(&r.Cluster.Sync.Servers, r.Param("CertificatesServerId"), r.showServer)
	}},
}

type fingerprintDoc struct {
	Type  string `json:"type"`
	Value string `json:"value"`
}

type peerDoc struct {
	Description  string           `json:"description"`
	Fingerprints []fingerprintDoc `json:"fingerprints"`
	ID           string           `json:"id"`
	Issuer       string           `json:"issuer"`
	Name         string           `json:"name"`
	NotAfter     int64            `json:"not_after"`
	NotBefore    int64            `json:"not_before"`
	Status       string           `json:"status"`
	Subject      string           `json:"subject"`
}

type serverDoc struct {
	peerDoc
	DNSNames []string `json:"dnsnames"`
}

func (r *Request) showPeer(k world.Certificate) any { return r.certificate(k) }

func (r *Request) showServer(k world.Certificate) any {
	return serverDoc{r.certificate(k), orEmpty(k.DNSNames)}
}

func (r *Request) certificate(k world.Certificate) peerDoc {
	return peerDoc{
		Description: k.Description, Fingerprints: []fingerprintDoc{{"SHA256", k.Fingerprint}}, ID: k.ID, Issuer: k.Issuer, Name: k.Name,
		NotAfter: k.NotAfter, NotBefore: k.NotBefore, Status: k.Status(r.World.Now().Unix()), Subject: k.Subject,
	}
}

func (r *Request) listCertificates(from *world.Table[world.Certificate], show func(world.Certificate) any) Answer {
	return Listing[world.Certificate]{Key: "certificates", Items: from.Values(), Show: show}.Answer(r)
}

func (r *Request) oneCertificate(from *world.Table[world.Certificate], id string, show func(world.Certificate) any) Answer {
	k, ok := from.Get(id)
	if !ok {
		return NotFound("", "Certificate '%s' not found.", id)
	}
	return Item("certificates", show(k))
}
