// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package service

import (
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
)

// Network is a block of 256 loopback addresses that nobody else uses.
type Network struct{ prefix string }

// taken counts blocks, so that no two of this process are the same.
var taken atomic.Int64

// NewNetwork takes a block by the process id, so that programs that run side by side do not meet. The port is one that its users will
// listen at.
func NewNetwork(port string) (Network, error) {
	pid := os.Getpid()
	for range 64 {
		n := Network{fmt.Sprintf("127.%d.%d", 100+taken.Add(1)%20, pid&0xff)}
		l, err := net.Listen("tcp", net.JoinHostPort(n.Address(100), port)) //nolint:noctx // closed at once
		if err == nil {
			return n, l.Close()
		}
	}
	return Network{}, errors.New("no block of loopback addresses is free")
}

// Prefix is the first three numbers of its addresses.
func (n Network) Prefix() string { return n.prefix }

// Address is the address of the block with that last number.
func (n Network) Address(last int) string { return fmt.Sprintf("%s.%d", n.prefix, last) }

// Missing says which of the programs, named or with their full path, are not installed and how to get them; "" if all are there.
func Missing(programs ...string) string {
	var gone []string
	for _, name := range programs {
		if _, err := exec.LookPath(name); err != nil {
			gone = append(gone, filepath.Base(name))
		}
	}
	if len(gone) == 0 {
		return ""
	}
	return fmt.Sprintf("not installed: %s (sh .ci/install-real-parts installs what is missing)", strings.Join(gone, ", "))
}
