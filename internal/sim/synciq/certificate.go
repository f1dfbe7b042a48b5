// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package synciq

// Certificate is a certificate in a SyncIQ store. Two stores hold the same certificate if the fingerprints agree.
type Certificate struct {
	ID          string
	Name        string
	Description string
	Subject     string
	Issuer      string
	DNSNames    []string // server store only
	Fingerprint string   // SHA-256, hexadecimal
	NotBefore   int64    // epoch
	NotAfter    int64    // epoch
}

// Status is valid, expiring (30 days left) or expired at an instant, in epoch seconds.
func (k Certificate) Status(at int64) string {
	switch {
	case at >= k.NotAfter:
		return "expired"
	case at < k.NotBefore:
		return "invalid"
	case k.NotAfter-at < 30*86400:
		return "expiring"
	}
	return "valid"
}

// ownCertificate is the certificate the cluster shows to others.
func (c *Cluster) ownCertificate() (Certificate, bool) {
	return c.Servers.Get(c.settings().ClusterCertificateID)
}

// peerWith finds the entry of c's peer store that holds other's own certificate.
func (c *Cluster) peerWith(other *Cluster) (Certificate, bool) {
	own, ok := other.ownCertificate()
	if !ok {
		return Certificate{}, false
	}
	for _, k := range c.Peers.All() {
		if k.Fingerprint == own.Fingerprint {
			return k, true
		}
	}
	return Certificate{}, false
}

// encrypts tells whether source, holding target's certificate as id, and target can set up an encrypted connection: each must know
// the other's certificate, and none may be out of date.
func encrypts(source, target *Cluster, id string, at int64) bool {
	held, known := source.Peers.Get(id)
	shown, shows := target.ownCertificate()
	if !known || !shows || held.Fingerprint != shown.Fingerprint {
		return false
	}
	back, trusted := target.peerWith(source)
	return trusted && usable(held, at) && usable(back, at)
}

func usable(k Certificate, at int64) bool {
	s := k.Status(at)
	return s == "valid" || s == "expiring"
}
