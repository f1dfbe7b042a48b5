// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

// Onefs-sim runs two simulated PowerScale clusters on this machine: their API over HTTPS, their SmartConnect names over DNS, and a control
// face that tells the truth, lets time pass and breaks things.
//
//	onefs-sim -scenario lab -dir DIR [-speed N] [-dial name=value …] [-port N] [-policies N] [-quotas N] [-provider FILE] [-guide]
//	onefs-sim -scenario lab -dir DIR [-ground PREFIX] [-domain FILE] …      # with real DNS, file servers, Active Directory
//	onefs-sim -scenario list
//	onefs-sim -dials
//
// When everything answers it writes DIR/site.json, which says where the clusters are and how to log in, and prints one line for each
// cluster. DIR/main.tf is a complete Terraform configuration of the site; one that is there already is left as it is. With -provider FILE
// Terraform finds that program as the provider (DIR/terraform.rc, DIR/plugins).
//
// It stops on SIGTERM, on SIGINT, and when the pipe at its standard input ends, so that it cannot outlive a program that started it. A
// terminal, a file or /dev/null as its input ends nothing.
//
// Bad input is told in one line that says what to do, with exit status 2.
package main
