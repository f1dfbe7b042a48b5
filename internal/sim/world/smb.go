// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package world

import "strings"

// SMB holds shares, sessions and open files. The zero SMB is a running service without shares.
type SMB struct {
	shares   Table[SMBShare] // by zone and name without case
	sessions Table[SMBSession]
	open     Table[SMBOpenFile]
	settings *SMBGlobalSettings // nil while nobody has changed them; replaced, never written in place
	lastID   int64              // sessions and open files are numbered by one counter per cluster
	writes   int64              // how often the list of shares was changed
}

func (s *SMB) clone() SMB {
	return SMB{
		shares: s.shares.Clone(), sessions: s.sessions.Clone(), open: s.open.Clone(),
		settings: s.settings, lastID: s.lastID, writes: s.writes,
	}
}

// shareKey is how a share is found: share names are unique within their access zone and compare without case.
func shareKey(zone, name string) string { return strings.ToLower(zone) + "/" + strings.ToLower(name) }

// Share returns the share of that name in the access zone.
func (s *SMB) Share(zone, name string) (SMBShare, bool) { return s.shares.Get(shareKey(zone, name)) }

// Shares lists the shares of a zone in the order they were made; zone "" lists those of all zones.
func (s *SMB) Shares(zone string) []SMBShare {
	var out []SMBShare
	for _, share := range s.shares.All() {
		if zone == "" || strings.EqualFold(share.Zone, zone) {
			out = append(out, share)
		}
	}
	return out
}

// PutShare makes a share or replaces the one of the same zone and name.
func (s *SMB) PutShare(share SMBShare) {
	s.writes++
	s.shares.Put(shareKey(share.Zone, share.Name), share)
}

// Writes counts the changes of the list of shares.
func (s *SMB) Writes() int64 { return s.writes }

// RenameShare replaces the share old of the zone by share, which may have another name, and keeps its place in the list.
func (s *SMB) RenameShare(old SMBShare, share SMBShare) {
	if shareKey(old.Zone, old.Name) == shareKey(share.Zone, share.Name) {
		s.PutShare(share)
		return
	}
	var rebuilt Table[SMBShare]
	for key, each := range s.shares.All() {
		if key == shareKey(old.Zone, old.Name) {
			key, each = shareKey(share.Zone, share.Name), share
		}
		rebuilt.Put(key, each)
	}
	s.shares = rebuilt
	s.writes++
}

// DeleteShare removes a share and tells whether there was one. Handles that are open through it are closed with it.
func (s *SMB) DeleteShare(zone, name string) bool {
	if !s.shares.Delete(shareKey(zone, name)) {
		return false
	}
	s.writes++
	for id, f := range s.open.All() {
		if strings.EqualFold(f.Zone, zone) && strings.EqualFold(f.Share, name) {
			s.open.Delete(id)
		}
	}
	return true
}

// Settings are the settings of the whole service.
func (s *SMB) Settings() SMBGlobalSettings {
	if s.settings == nil {
		return DefaultSMBGlobalSettings()
	}
	return *s.settings
}

// SetSettings replaces the settings. Turning the service off ends every session.
func (s *SMB) SetSettings(v SMBGlobalSettings) {
	s.settings = &v
	if !v.Service {
		s.sessions, s.open = Table[SMBSession]{}, Table[SMBOpenFile]{}
	}
}
