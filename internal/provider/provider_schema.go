// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"time"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// Limits of provider-wide durations. A lease below ten seconds could run out between two heartbeats on a busy cluster.
const (
	shortestPoll    = 50 * time.Millisecond
	longestPoll     = 15 * time.Second
	shortestLease   = 10 * time.Second
	longestLease    = time.Hour
	shortestRequest = time.Second
	longestRequest  = time.Hour
)

// providerSchema is the provider block: the clusters, and settings that hold for all pools.
func providerSchema() schema.Schema {
	return schema.Schema{
		MarkdownDescription: "Fails storage IP pools over between PowerScale (OneFS) clusters. A provider block names the clusters; " +
			"every failover uses two of them. Nothing is connected before a resource needs it, so a dead cluster breaks nobody's plan.",
		Attributes: map[string]schema.Attribute{
			"clusters": schema.MapNestedAttribute{
				Required: true,
				MarkdownDescription: "The clusters, by a key of your choice (lower-case letters, digits and underscores, a letter first), for " +
					"example `prod` and `dr`. The key stands in resources, plans and messages.",
				NestedObject: schema.NestedAttributeObject{Attributes: clusterAttributes()},
				Validators:   []validator.Map{mapvalidator.SizeAtLeast(1), mapvalidator.KeysAre(clusterKey())},
			},
			"poll_interval": schema.StringAttribute{
				Optional: true,
				MarkdownDescription: "How often running jobs are looked at, as a duration such as `500ms` or `5s` (units `ms`, `s`, `m`, `h`). It " +
					"backs off to three times as much. Default `\"5s\"`.",
				Validators: []validator.String{duration(shortestPoll, longestPoll)},
			},
			"journal_directory": schema.StringAttribute{
				Optional: true,
				MarkdownDescription: "Directory on every cluster for the journal of open runs and the locks. It must lie outside every path that " +
					"SyncIQ replicates. Default `\"/ifs/.onefs-failover\"`.",
				Validators: []validator.String{ifsPath()},
			},
			"readiness": schema.StringAttribute{
				Optional: true,
				MarkdownDescription: "What a blocking finding does: `\"strict\"` stops the plan; `\"per_pool\"` makes it a line of `moves.risks`, " +
					"and that pool alone fails at apply, so that one sick pool does not hold back the others. Default `\"strict\"`.",
				Validators: []validator.String{oneOf("strict", "per_pool")},
			},
			"lease_ttl": schema.StringAttribute{
				Optional: true,
				MarkdownDescription: "How long a run that shows no sign of life keeps others away from its policies and pools, as a duration such as " +
					"`90s` or `1h`. Default `\"60s\"`.",
				Validators: []validator.String{duration(shortestLease, longestLease)},
			},
			"report_directory": schema.StringAttribute{
				Optional: true,
				MarkdownDescription: "Directory on the machine that runs Terraform, for `status.json` of each run, below the id of the " +
					"resource: see the guide \"How to watch an apply\". It is made if it is not there. A run never waits for these files and never " +
					"fails because of them: a warning tells. Default: none are written.",
			},
			"active_directory": activeDirectoryAttribute(),
		},
	}
}

// clusterAttributes describe one cluster.
func clusterAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"endpoint": schema.StringAttribute{
			Optional: true,
			MarkdownDescription: "Management address, such as `https://prod-mgmt.example.com:8080`. It must not be a name that moves. " +
				"If not written here, the environment variable `ONEFS_<KEY>_ENDPOINT` is taken.",
		},
		"username": schema.StringAttribute{
			Optional:            true,
			MarkdownDescription: "User of the API. If not written here, the environment variable `ONEFS_<KEY>_USERNAME` is taken.",
		},
		"password": schema.StringAttribute{
			Optional: true, Sensitive: true,
			MarkdownDescription: "Password of the user. Ephemeral values work. If not written here, the environment variable " +
				"`ONEFS_<KEY>_PASSWORD` is taken.",
		},
		"ca_certificate_pem": schema.StringAttribute{
			Optional: true,
			MarkdownDescription: "Certificate of the authority that signed the cluster's certificate, in PEM form. " +
				"Default: the authorities that the operating system trusts.",
		},
		"ca_certificate_file": schema.StringAttribute{
			Optional:            true,
			MarkdownDescription: "The same as `ca_certificate_pem`, as a path to a file. Default: none.",
		},
		"insecure_skip_verify": schema.BoolAttribute{
			Optional: true,
			MarkdownDescription: "Accept any certificate. Whoever can answer at the endpoint then gets the password. " +
				"Default `false`.",
		},
		"tls_server_name": schema.StringAttribute{
			Optional: true,
			MarkdownDescription: "Name that the cluster's certificate must be for, where it is not that of `endpoint`. " +
				"Default: the host of `endpoint`.",
		},
		"certificate_sha256": schema.StringAttribute{
			Optional: true,
			MarkdownDescription: "SHA-256 fingerprint of the one certificate that is trusted, as `openssl x509 -fingerprint -sha256` prints it, " +
				"in place of authorities and names: for the self-signed certificate that clusters are delivered with. The error about a " +
				"certificate that is not trusted shows the fingerprint that was seen; compare it with the cluster's own. Default: none.",
		},
		"proxy_url": schema.StringAttribute{
			Optional: true, Sensitive: true,
			MarkdownDescription: "HTTP proxy to the cluster, such as `http://proxy.example.com:3128`. `HTTPS_PROXY` and its like are not looked " +
				"at. Behind a proxy it cannot be told whether a cluster that is declared lost is gone: `cut_off` is then needed. Default: none.",
		},
		"authentication": schema.StringAttribute{
			Optional: true,
			MarkdownDescription: "`\"session\"` logs in once and uses a session cookie; `\"basic\"` sends the password with every request. " +
				"Default `\"session\"`.",
			Validators: []validator.String{oneOf("session", "basic")},
		},
		"request_timeout": schema.StringAttribute{
			Optional:            true,
			MarkdownDescription: "Longest time that one request may take, as a duration such as `90s` or `1h`, at most an hour. Default `\"2m\"`.",
			Validators:          []validator.String{duration(shortestRequest, longestRequest)},
		},
		"max_concurrent_requests": schema.Int64Attribute{
			Optional:            true,
			MarkdownDescription: "How many requests may be under way at the cluster at the same time, 1 to 64. Default `8`.",
			Validators:          []validator.Int64{int64validator.Between(1, 64)},
		},
		"node_endpoints": schema.ListAttribute{
			Optional: true, ElementType: types.StringType,
			MarkdownDescription: "Addresses of the single nodes, in the form of `endpoint`. Open files and sessions are known to each node " +
				"alone. Default: the nodes are found by the cluster's interfaces, at addresses in pools of the System zone, on the port of " +
				"`endpoint`, and their certificate must be valid for its name. What is written here is taken instead.",
		},
		"dns_endpoint": schema.StringAttribute{
			Optional: true,
			MarkdownDescription: "`host:port` that answers DNS questions for this cluster. Default: the SmartConnect service address of the " +
				"pool's subnet, port 53.",
			Validators: []validator.String{hostAndPort()},
		},
		"spn_credentials": schema.SingleNestedAttribute{
			Optional: true,
			MarkdownDescription: "Account of Active Directory for writing service principal names through OneFS. Only needed if the cluster's " +
				"own machine account may not write them. Default: none, the machine account writes.",
			Attributes: map[string]schema.Attribute{
				"username": schema.StringAttribute{Required: true, MarkdownDescription: "User of the account."},
				"password": schema.StringAttribute{Required: true, Sensitive: true, MarkdownDescription: "Password of the account."},
			},
		},
		"lost_since": schema.StringAttribute{
			Optional: true,
			MarkdownDescription: "Declares the cluster lost since this time (RFC 3339), for all pools at once: it is never dialled by any " +
				"resource. If not written here, the environment variable `ONEFS_<KEY>_LOST_SINCE` is taken.",
			Validators: []validator.String{pointInTime()},
		},
		"cut_off": schema.BoolAttribute{
			Optional: true,
			MarkdownDescription: "Set it when you have made sure that the lost cluster serves no client, for instance by unplugging it, " +
				"although it may still answer on the network. A move away from a lost cluster asks it once whether it " +
				"lives, and refuses if it does; with `true` it is not asked. Default: `false`.",
		},
	}
}
