// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package rest

// Route ties one operation of the contract to the function that answers it.
type Route struct {
	// Method is GET, POST, PUT, DELETE or HEAD.
	Method string
	// Path is the contract's path without "/platform/<version>", parameters in braces as the contract names them:
	// "/sync/policies/{SyncPolicyId}". A namespace or session path is written whole.
	Path string
	// Do answers. It runs under the world's lock.
	Do func(*Request) Answer
}

// Get is the route of GET for one path.
func Get(path string, do func(*Request) Answer) Route { return Route{"GET", path, do} }

// Post is the route of POST for one path.
func Post(path string, do func(*Request) Answer) Route { return Route{"POST", path, do} }

// Put is the route of PUT for one path.
func Put(path string, do func(*Request) Answer) Route { return Route{"PUT", path, do} }

// Delete is the route of DELETE for one path.
func Delete(path string, do func(*Request) Answer) Route { return Route{"DELETE", path, do} }

// Head is the route of HEAD for one path.
func Head(path string, do func(*Request) Answer) Route { return Route{"HEAD", path, do} }
