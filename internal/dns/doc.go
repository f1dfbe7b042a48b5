// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

// Package dns asks the two kinds of DNS servers that matter to a failover: the SmartConnect service of a cluster, and the name servers of
// the site. It also holds the one probe of a cluster that is declared lost.
//
// It holds questions and their answers, and judges neither: findings are made in package observe.
package dns
