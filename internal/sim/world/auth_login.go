// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package world

import (
	"crypto/sha256"
	"crypto/subtle"
	"strings"
)

// login is a local account that may log in to the API. Only a digest of the password is kept, so that no dump of the world can
// show one.
type login struct {
	user   string
	digest [sha256.Size]byte
}

func digest(user, password string) [sha256.Size]byte {
	return sha256.Sum256([]byte(strings.ToLower(user) + "\x00" + password))
}

// AddLogin makes a local account, or gives the account another password.
func (a *Auth) AddLogin(user, password string) {
	a.logins.Put(strings.ToLower(user), login{user: user, digest: digest(user, password)})
}

// Login tells whether there is such an account with such a password.
func (a *Auth) Login(user, password string) bool {
	l, known := a.logins.Get(strings.ToLower(user))
	given := digest(user, password)
	return known && subtle.ConstantTimeCompare(l.digest[:], given[:]) == 1
}
