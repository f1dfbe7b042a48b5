// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package ganesha

import (
	"context"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/realparts/service"
)

// Server exports one directory as /nas1.
type Server struct {
	// Export is the directory.
	Export  string
	program *service.Program
}

// Start exports dir/export at port 2049 of an address.
func Start(ctx context.Context, dir, address string, writable bool) (*Server, error) {
	s := &Server{Export: filepath.Join(dir, "export")}
	for _, d := range []string{s.Export, filepath.Join(dir, "recovery")} {
		if err := os.MkdirAll(d, 0o700); err != nil {
			return nil, err
		}
	}
	text := strings.NewReplacer("@DIR@", dir, "@IP@", address, "@ACCESS@", map[bool]string{true: "RW", false: "RO"}[writable]).Replace(conf)
	file := filepath.Join(dir, "ganesha.conf")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		return nil, err
	}
	p, err := service.Start(filepath.Join(dir, "out"), exec.CommandContext(context.WithoutCancel(ctx), "ganesha.nfsd", "-F", "-f", file,
		"-L", filepath.Join(dir, "log"), "-p", filepath.Join(dir, "pid"), "-N", "NIV_EVENT"))
	if err != nil {
		return nil, err
	}
	s.program = p
	if err := p.Await(ctx, net.JoinHostPort(address, "2049")); err != nil {
		p.Stop()
		return nil, err
	}
	return s, nil
}

// Stop ends the server.
func (s *Server) Stop() { s.program.Stop() }

// conf has no grace period: the first writes would wait for it.
const conf = `NFS_CORE_PARAM {
  Protocols = 4; NFS_Port = 2049; Bind_addr = @IP@;
  Enable_NLM = false; Enable_RQUOTA = false; Enable_UDP = None; }
NFSv4 { Graceless = true; RecoveryBackend = fs; RecoveryRoot = @DIR@/recovery; Minor_Versions = 0,1; }
NFS_KRB5 { Active_krb5 = false; }
EXPORT { Export_Id = 1; Path = @DIR@/export; Pseudo = /nas1; Access_Type = @ACCESS@; Squash = No_Root_Squash; SecType = sys;
  Protocols = 4; FSAL { Name = VFS; } }
`
