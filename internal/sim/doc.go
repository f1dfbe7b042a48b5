// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

// Package sim puts the simulator together: two PowerScale clusters that replicate to each other, the Active Directory they share, their
// SmartConnect DNS, and clients.
//
// [New] makes a simulation from a scenario. It can be spoken to in three ways:
//   - [Simulation.Transport] answers HTTP inside the process, without sockets and TLS: the fastest, for tests by the thousand;
//   - [Simulation.Pipe] answers HTTPS over in-memory connections, which works inside a testing/synctest bubble;
//   - [Simulation.Listen] answers HTTPS and DNS on loopback, for programs.
//
// The simulator shares no code with the provider that it judges: nothing below this directory imports the client, the engine, the
// naming rules or the provider.
package sim
