// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

// Onefs-sim runs two simulated PowerScale clusters on this machine: their API over HTTPS, their SmartConnect names over DNS, and a control
// face that tells the truth, lets time pass and breaks things.
//
//	onefs-sim -scenario lab -dir DIR [-speed N] [-dial name=value …] [-port N] [-policies N] [-quotas N] [-guide]
//	onefs-sim -scenario lab -dir DIR [-ground PREFIX] [-domain FILE] …      # with real DNS, file servers, Active Directory
//	onefs-sim -scenario list
//	onefs-sim -dials
//
// When everything answers it writes DIR/site.json, which says where the clusters are and how to log in, and prints one line for each
// cluster. It stops on SIGTERM, on SIGINT, and when its standard input ends, so that it cannot outlive a program that started it; an
// input that is empty from the start, such as /dev/null, counts as ended. On a terminal, Ctrl-D does it.
//
// Bad input is told in one line that says what to do, with exit status 2.
package main
