// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package sync_test

import (
	"testing"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/papitest"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/synciq"
)

// trust puts the certificate of one cluster into the peer store of another under an id.
func (s *site) trust(cluster, id, fingerprint string) {
	s.World.Do(func() {
		synciq.Of(s.World.Cluster(cluster)).Peers.Put(id, certificate(id, fingerprint))
	})
}

func certificate(id, fingerprint string) synciq.Certificate {
	return synciq.Certificate{
		ID: id, Name: "n" + fingerprint, Subject: "CN=" + fingerprint, Issuer: "CN=ca", Fingerprint: fingerprint,
		NotBefore: papitest.Start.Unix() - 86400, NotAfter: papitest.Start.Unix() + 400*86400,
	}
}

// newEncryptedSite has a certificate for each cluster, known to the other side as far as asked.
func newEncryptedSite(t *testing.T, back bool) *site {
	t.Helper()
	s := newSyncSite(t)
	s.World.Do(func() {
		for _, name := range []string{"ps1", "ps2"} {
			c := s.World.Cluster(name)
			synciq.Of(c).Servers.Put("own-"+name, certificate("own-"+name, name))
		}
	})
	s.Run(
		papitest.Put(onePS1+settings, `{"cluster_certificate_id":"own-ps1","encryption_required":true}`),
		papitest.Put(onePS2+settings, `{"cluster_certificate_id":"own-ps2","encryption_required":true}`),
	)
	s.trust("ps1", "peer-of-ps1", "ps2")
	if back {
		s.trust("ps2", "peer-of-ps2", "ps1")
	}
	return s
}

const encryptedPolicy = `{"name":"nas1","action":"sync","source_root_path":"/ifs/data/nas1","target_host":"ps2",
	"target_path":"/ifs/data/nas1",
	"target_certificate_id":"peer-of-ps1"}`

// TestMirrorTakesTheReverseCertificate: the mirror has A's certificate from B's own store, not the id that the policy has.
func TestMirrorTakesTheReverseCertificate(t *testing.T) {
	t.Parallel()
	s := newEncryptedSite(t, true)
	s.Run(
		papitest.Post(onePS1+policies, encryptedPolicy, 201, ""),
		papitest.Get(onePS1+policies+"/nas1", `{"policies":[{"encrypted":true,"source_certificate_id":"own-ps1",
			"target_certificate_id":"peer-of-ps1"}]}`),
	)
	s.job(onePS1, `{"id":"nas1"}`).job(onePS2, `{"id":"nas1","action":"allow_write"}`).job(onePS1, `{"id":"nas1","action":"resync_prep"}`)
	s.Run(
		papitest.Get(onePS1+reports, `{"reports":[{"action":"resync_prep","state":"finished","encrypted":true}]}`),
		papitest.Get(onePS2+policies+"/nas1_mirror", `{"policies":[{"target_certificate_id":"peer-of-ps2","source_certificate_id":"own-ps2"}]}`),
	)
	s.job(onePS2, `{"id":"nas1_mirror"}`)
	s.Run(papitest.Get(onePS2+reports, `{"reports":[{"policy_name":"nas1_mirror","state":"finished"}]}`))
}

// TestNoTrustInReturn: B does not know A's certificate, so the connection cannot be set up.
func TestNoTrustInReturn(t *testing.T) {
	t.Parallel()
	s := newEncryptedSite(t, false)
	s.Run(papitest.Post(onePS1+policies, encryptedPolicy, 201, ""))
	s.answered(runIt, 201, "").reported(failed("SyncIQ policy failed to establish an encrypted connection"))
	s.Run(papitest.Get(onePS1+policies+"/nas1", `{"policies":[{"conflicted":true,"last_job_state":"failed"}]}`))
}

// TestReverseCertificateGone: it is removed while resync_prep marks the domain, so it is missing when the mirror is made. A stays closed.
func TestReverseCertificateGone(t *testing.T) {
	t.Parallel()
	s := newEncryptedSite(t, true)
	s.Run(papitest.Post(onePS1+policies, encryptedPolicy, 201, ""))
	s.job(onePS1, `{"id":"nas1"}`).job(onePS2, `{"id":"nas1","action":"allow_write"}`).answered(prepIt, 201, "").soon()
	s.World.Do(func() { synciq.Of(s.World.Cluster("ps2")).Peers.Delete("peer-of-ps2") })
	s.reported(`{"state":"failed","errors":["Certificate \"own-ps1\" not found in the synciq_peer certificate store."]}`)
	s.Run(papitest.Get(onePS2+targets+"/nas1", `{"policies":[{"failover_failback_state":"creating_resync_policy"}]}`))
	if s.write("ps1", "closed") {
		t.Error("A's path is open again after a resync_prep that failed at finalize")
	}
}

func TestCertificateStores(t *testing.T) {
	t.Parallel()
	s := newEncryptedSite(t, true)
	s.Run(
		papitest.Get(onePS1+"7/sync/certificates/peer", `{"certificates":[{"id":"peer-of-ps1","status":"valid",
			"fingerprints":[{"type":"SHA256","value":"ps2"}]}],"total":1}`),
		papitest.Get(onePS1+"7/sync/certificates/peer/peer-of-ps1", `{"certificates":[{"subject":"CN=ps2"}]}`),
		papitest.Get(onePS1+"7/sync/certificates/server", `{"certificates":[{"id":"own-ps1","dnsnames":[]}],"total":1}`),
		papitest.Get(onePS1+"7/sync/certificates/server/own-ps1", `{"certificates":[{"issuer":"CN=ca"}]}`),
		papitest.Refused("GET", onePS1+"7/sync/certificates/peer/none", "", 404, ""),
		papitest.Refused("GET", onePS1+"7/sync/certificates/server/none", "", 404, ""),
		papitest.Refused("GET", onePS1+"7/sync/certificates/peer?zone=System", "", 400, ""),
		papitest.Refused("GET", onePS1+"7/sync/certificates/server?zone=System", "", 400, ""),
	)
}

func TestPerformanceRules(t *testing.T) {
	t.Parallel()
	s := newSyncSite(t)
	const rules = onePS1 + "3/sync/rules"
	s.Run(
		papitest.Get(rules, `{"rules":[],"total":0}`),
		papitest.Post(rules, `{"type":"bandwidth","limit":1000,"description":"slow","schedule":{"begin":"08:00","end":"18:00",
			"monday":true}}`, 201, `{"id":"bw-0"}`),
		papitest.Post(rules, `{"type":"cpu","limit":50,"enabled":false}`, 201, `{"id":"cpu-0"}`),
		papitest.Get(rules+"?type=bandwidth", `{"rules":[{"id":"bw-0","limit":1000,"enabled":true,"type":"bandwidth"}],"total":1}`),
		papitest.Put(rules+"/bw-0", `{"enabled":false,"schedule":null}`),
		papitest.Get(rules+"/bw-0", `{"rules":[{"enabled":false,"limit":1000,"schedule":null,"description":"slow"}]}`),
		papitest.Refused("PUT", rules+"/bw-0", `{"type":"cpu"}`, 400, `{"errors":[{"field":"type"}]}`),
		papitest.Refused("POST", rules, `{"type":"bandwidth"}`, 400, `{"errors":[{"field":"limit"}]}`),
		papitest.Refused("GET", rules+"/none", "", 404, ""),
		papitest.Refused("PUT", rules+"/none", `{"limit":1}`, 404, ""),
		papitest.Refused("DELETE", rules+"/none", "", 404, ""),
		papitest.Delete(rules+"/cpu-0"),
		papitest.Refused("DELETE", rules+"?kind=cpu", "", 400, ""),
		papitest.Refused("GET", rules+"?kind=cpu", "", 400, ""),
		papitest.Delete(rules+"?type=bandwidth"),
		papitest.Get(rules, `{"total":0}`),
	)
}

// TestListsRefuseWhatTheyDoNotKnow gives every list and collection of SyncIQ one bad request.
func TestListsRefuseWhatTheyDoNotKnow(t *testing.T) {
	t.Parallel()
	s := newSyncSite(t)
	for _, path := range []string{policies, jobs, targets, reports, received, settings} {
		s.Run(papitest.Refused("GET", onePS1+path+"?zone=System", "", 400, `{"errors":[{"field":"zone"}]}`))
	}
	for _, path := range []string{policies, jobs} {
		s.Run(papitest.Refused("DELETE", onePS1+path+"?all=true", "", 400, ""))
	}
	s.Run(papitest.Get(onePS1+"5/sync/license", `{"id":"SYNCIQ","status":"Licensed"}`),
		papitest.Refused("GET", onePS1+"5/sync/license?zone=System",
			"", 400, ""))
}
