// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"flag"
	"log"
	"os"
)

func main() {
	log.SetFlags(0)
	check := flag.Bool("check", false, "change no patch: only vet the engines with all patches applied")
	flag.Parse()
	if err := run(context.Background(), ".", !*check, os.Stdout); err != nil {
		log.Fatal(err)
	}
}
