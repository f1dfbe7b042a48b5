// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package progress

import (
	"errors"
	"os"
	"path/filepath"
)

// Disk is what Replace asks of an operating system, so that a test can stop between any two of its acts.
type Disk interface {
	MkdirAll(dir string) error
	WriteSynced(path string, content []byte) error
	Rename(from, to string) error
	Remove(path string) error
}

// OS is the disk of this machine.
type OS struct{}

// MkdirAll makes a directory that others may not look into.
func (OS) MkdirAll(dir string) error { return os.MkdirAll(dir, 0o700) }

// WriteSynced writes a file and waits until it is on the disk.
func (OS) WriteSynced(path string, content []byte) error {
	//gosec:disable G304 -- the directory is in the configuration, and who writes that runs Terraform
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	return errors.Join(err, f.Sync(), f.Close())
}

// Rename replaces a file by another one in one act.
func (OS) Rename(from, to string) error { return os.Rename(from, to) }

// Remove removes a file.
func (OS) Remove(path string) error { return os.Remove(path) }

// Replace writes a file so that whoever reads it finds the old content or the new one and never a part.
func Replace(d Disk, path string, content []byte) error {
	if err := d.MkdirAll(filepath.Dir(path)); err != nil {
		return err
	}
	half := path + ".tmp"
	if err := d.WriteSynced(half, content); err != nil {
		return errors.Join(err, d.Remove(half))
	}
	return d.Rename(half, path)
}
