// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

// Package newcomer is the first hour of somebody who has cloned this repository: what `make sim` prints is pasted, the pool goes out and
// back, and then come the mistakes that everybody makes. What Terraform answers to each step is compared with a file that people read.
//
// Nothing but tests may live here, and they use nothing but the commands that a newcomer has.
package newcomer
