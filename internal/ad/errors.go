// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package ad

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"strings"

	"github.com/go-ldap/ldap/v3"
)

// Reasons; compare with errors.Is.
var (
	// ErrUnreachable: no controller answered, or the connection dropped.
	ErrUnreachable = errors.New("no answer")
	// ErrCertificate: the controller's certificate is not from the given authority, or for another name.
	ErrCertificate = errors.New("the certificate cannot be trusted")
	// ErrCredentials: user name, password, keytab or ticket are wrong.
	ErrCredentials = errors.New("the user name or password is wrong")
	// ErrTicket: the key server gives no ticket for the controller's LDAP service, or there is no key server.
	ErrTicket = errors.New("no Kerberos ticket")
	// ErrRefused: the controller wants a stronger kind of bind.
	ErrRefused = errors.New("the controller refuses this kind of bind")
	// ErrNoAccount: there is no such account in the domain.
	ErrNoAccount = errors.New("there is no such account")
	// ErrMayNotWrite: see RightError.
	ErrMayNotWrite = errors.New("insufficient access rights")
)

// ClashError is an SPN that cannot be put on an account because of what another account holds.
type ClashError struct {
	SPN, Account string
	// Holder is the other account, Held the name on it: the same, or one that SPN's class stands for.
	Holder, Held string
}

func (e *ClashError) Error() string {
	if strings.EqualFold(e.SPN, e.Held) {
		return fmt.Sprintf("%s cannot be put on %s: %s holds it", e.SPN, e.Account, e.Holder)
	}
	class, _, _ := strings.Cut(e.SPN, "/")
	return fmt.Sprintf("%s cannot be put on %s: %s holds %s, and %s stands for it (sPNMappings)", e.SPN, e.Account, e.Holder, e.Held, class)
}

// RightError is a user who may not write the SPNs of an account.
type RightError struct {
	User, Account string
	// Validated: the user has nothing but the validated write, which takes names off and does not put them on.
	Validated bool
}

func (e *RightError) Error() string {
	text := fmt.Sprintf("%s may not write servicePrincipalName of %s", e.User, e.Account)
	if e.Validated {
		return text + `: the right "Validated write to service principal name" is not enough, it puts on only names of the account itself; ` +
			`grant "Write servicePrincipalName"`
	}
	return text
}

// Is makes errors.Is(err, ErrMayNotWrite) true.
func (e *RightError) Is(target error) bool { return target == ErrMayNotWrite }

// MalformedError is text that is no service principal name.
type MalformedError struct{ SPN string }

func (e *MalformedError) Error() string {
	return fmt.Sprintf("%q is no service principal name: class/host or class/host/service", e.SPN)
}

// malformed finds the first text without two or three parts.
func malformed(spns []string) error {
	for _, spn := range spns {
		parts := strings.Split(spn, "/")
		bad := len(parts) < 2 || len(parts) > 3 || strings.ContainsAny(spn, " \t\r\n")
		for _, p := range parts {
			bad = bad || p == ""
		}
		if bad {
			return &MalformedError{SPN: spn}
		}
	}
	return nil
}

func handshakeError(err error) error {
	var unknown x509.UnknownAuthorityError
	var host x509.HostnameError
	var invalid x509.CertificateInvalidError
	var verification *tls.CertificateVerificationError
	if errors.As(err, &unknown) || errors.As(err, &host) || errors.As(err, &invalid) || errors.As(err, &verification) {
		return fmt.Errorf("%w: %w", ErrCertificate, err)
	}
	return fmt.Errorf("%w: %w", ErrUnreachable, err)
}

// dropped marks an error of a question or a change that holds no answer: the connection is gone. The library keeps its cause only as text.
func dropped(err error) error {
	var answer *ldap.Error
	if err == nil || errors.As(err, &answer) {
		return err
	}
	return fmt.Errorf("%w: %w", ErrUnreachable, err)
}

// classify adds the reason to an answer of the controller.
func classify(err error) error {
	var l *ldap.Error
	if !errors.As(err, &l) {
		return err
	}
	switch l.ResultCode {
	case ldap.ErrorNetwork, ldap.LDAPResultUnavailable, ldap.LDAPResultBusy, ldap.LDAPResultServerDown, ldap.LDAPResultTimeout:
		return fmt.Errorf("%w: %w", ErrUnreachable, err)
	case ldap.LDAPResultInvalidCredentials:
		return fmt.Errorf("%w (%w)", ErrCredentials, err)
	case ldap.LDAPResultStrongAuthRequired, ldap.LDAPResultConfidentialityRequired, ldap.LDAPResultInappropriateAuthentication,
		ldap.LDAPResultAuthMethodNotSupported:
		return fmt.Errorf("%w: %w", ErrRefused, err)
	case ldap.LDAPResultNoSuchObject:
		return fmt.Errorf("%w: %w", ErrNoAccount, err)
	default:
		return err
	}
}

func isCode(err error, code uint16) bool {
	var l *ldap.Error
	return errors.As(err, &l) && l.ResultCode == code
}
