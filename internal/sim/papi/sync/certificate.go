// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package sync

import (
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/rest"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/synciq"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

var certificateRoutes = []rest.Route{
	rest.Get("/sync/certificates/peer", func(r *rest.Request) rest.Answer {
		return listCertificates(r, &synciq.Of(r.Cluster).Peers, func(k synciq.Certificate) any { return shownPeer(r, k) })
	}),
	rest.Get("/sync/certificates/peer/{CertificatesPeerId}", func(r *rest.Request) rest.Answer {
		return oneCertificate(&synciq.Of(r.Cluster).Peers, r.Param("CertificatesPeerId"),
			func(k synciq.Certificate) any { return shownPeer(r, k) })
	}),
	rest.Get("/sync/certificates/server", func(r *rest.Request) rest.Answer {
		return listCertificates(r, &synciq.Of(r.Cluster).Servers, func(k synciq.Certificate) any { return shownServer(r, k) })
	}),
	rest.Get("/sync/certificates/server/{CertificatesServerId}", func(r *rest.Request) rest.Answer {
		return oneCertificate(&synciq.Of(r.Cluster).Servers, r.Param("CertificatesServerId"),
			func(k synciq.Certificate) any { return shownServer(r, k) })
	}),
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

func shownPeer(r *rest.Request, k synciq.Certificate) any { return certificate(r, k) }

func shownServer(r *rest.Request, k synciq.Certificate) any {
	return serverDoc{certificate(r, k), rest.OrEmpty(k.DNSNames)}
}

func certificate(r *rest.Request, k synciq.Certificate) peerDoc {
	return peerDoc{
		Description: k.Description, Fingerprints: []fingerprintDoc{{"SHA256", k.Fingerprint}}, ID: k.ID, Issuer: k.Issuer, Name: k.Name,
		NotAfter: k.NotAfter, NotBefore: k.NotBefore, Status: k.Status(r.World.Now().Unix()), Subject: k.Subject,
	}
}

func listCertificates(r *rest.Request, from *world.Table[synciq.Certificate], show func(synciq.Certificate) any) rest.Answer {
	return rest.Listing[synciq.Certificate]{Key: "certificates", Items: from.Values(), Show: show}.Answer(r)
}

func oneCertificate(from *world.Table[synciq.Certificate], id string, show func(synciq.Certificate) any) rest.Answer {
	k, ok := from.Get(id)
	if !ok {
		return rest.NotFound("", "Certificate '%s' not found.", id)
	}
	return rest.Item("certificates", show(k))
}
