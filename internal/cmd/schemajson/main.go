// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"encoding/json"
	"io"
	"log"
	"os"

	tfjson "github.com/hashicorp/terraform-json"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/onefs-dr/terraform-provider-onefs/internal/provider"
)

func main() {
	server := providerserver.NewProtocol6(provider.New("dev")())()
	if err := dump(context.Background(), server, provider.Address, os.Stdout); err != nil {
		log.Fatal(err)
	}
}

// dump asks a provider in this process for its schemas and writes them in Terraform's format 1.0.
func dump(ctx context.Context, server tfprotov6.ProviderServer, address string, out io.Writer) error {
	c := converter{}
	schema, err := c.provider(ctx, server)
	if err != nil {
		return err
	}
	e := json.NewEncoder(out)
	e.SetIndent("", "  ")
	return e.Encode(&tfjson.ProviderSchemas{FormatVersion: "1.0", Schemas: map[string]*tfjson.ProviderSchema{address: schema}})
}
