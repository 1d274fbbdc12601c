package main

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"paddock/backend/api"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/locale"
)

func (c *cli) serveCommand() *cobra.Command {
	var addr string
	var audienceDesk bool
	cmd := &cobra.Command{
		Use:   "serve --addr HOST:PORT --desk",
		Short: "Serve the desk to a browser of this computer",
		Long: "Serve the desk to a browser of this computer. The address it prints holds a key made\n" +
			"for this run; without it every request is refused. Port 0 takes a free port.",
		Args: noWords,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if !audienceDesk {
				return usage("usage.audience", nil)
			}
			return c.serve(cmd.Context(), addr)
		},
	}
	cmd.Flags().StringVar(&addr, "addr", "", "where to listen, such as 127.0.0.1:8787")
	cmd.Flags().BoolVar(&audienceDesk, "desk", false, "serve the desk")
	if err := cmd.MarkFlagRequired("addr"); err != nil {
		panic(err) // the flag is defined two lines above
	}
	return cmd
}

// mailEvery is how often what waits in the outbox is looked at.
const mailEvery = 10 * time.Second

// settingsSeen is how soon another mailbox in the settings is the one that is read.
const settingsSeen = 5 * time.Second

// closing is how long requests under way may take once the program is asked to
// stop.
var closing = 5 * time.Second

// serve answers until the program is told to stop.
func (c *cli) serve(ctx context.Context, addr string) (err error) {
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := loopbackOnly(addr); err != nil {
		return err
	}
	key, said := rand.Text(), ""
	for { // once, and once more after each restore
		var backup string
		backup, addr, err = c.serveData(ctx, addr, key, said)
		if backup == "" {
			return err
		}
		if err != nil { // a restore that was confirmed is done all the same
			slog.Warn("close before a restore", "error", err)
		}
		kept, failed := c.restore(ctx, backup)
		said = c.restored(backup, kept, failed)
		// Said before the data are opened: that may fail as well.
		if _, err := fmt.Fprintln(c.errs, said); err != nil {
			slog.Error("nobody was told", "what", said, "error", err)
		}
		c.asked = ""
	}
}

// serveData serves the data folder as it is, until the program is told to stop or
// somebody restores a backup. It returns where it listened, for the next time.
func (c *cli) serveData(ctx context.Context, addr, key, said string) (backup, at string, err error) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	d, err := c.open(ctx, desk.Options{As: c.as, Said: said, Restore: func(file, by string) {
		backup, c.asked = file, by
		stop()
	}})
	if err != nil {
		return "", addr, err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	d.KeepTime(time.Tick(time.Minute))
	d.KeepChecking(time.Tick(checkTick))
	d.KeepLinks(time.Tick(linkTick))
	d.KeepSending(time.Tick(mailEvery))
	d.WatchMail(time.Tick(settingsSeen))

	handler, err := served(api.Desk(d, programVersion()), c.screens, key, d.Log())
	if err != nil {
		return "", addr, err
	}
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return "", addr, errors.Join(club.Refuse(club.CodeAddressTaken).With("address", addr), err)
	}
	// Connections are accepted from here on: what is printed now answers.
	url := fmt.Sprintf("http://%s/#key=%s", listener.Addr(), key)
	switch {
	case said != "": // whoever listens knows the address
	case c.json:
		err = c.printJSON(struct {
			URL string `json:"url"`
			Key string `json:"key"`
		}{url, key})
	default:
		_, err = fmt.Fprintln(c.out, "listening on", url)
	}
	if err != nil {
		return "", addr, errors.Join(err, listener.Close())
	}
	server := &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: 10 * time.Second,
		ErrorLog:          slog.NewLogLogger(d.Log().Handler(), slog.LevelWarn),
	}
	err = untilDone(ctx, server, listener)
	return backup, listener.Addr().String(), err
}

// checkTick is how often the program looks whether the daily check is due.
const checkTick = 10 * time.Minute

// linkTick is how often the program looks whether a payment link waits for its
// provider: a family at the desk waits for it. The provider itself is asked by its own
// times.
const linkTick = 3 * time.Second

// untilDone serves until the context ends and returns when the last answer is
// out: the data folder is closed after it.
func untilDone(ctx context.Context, server *http.Server, listener net.Listener) error {
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	select {
	case err := <-failed:
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}
	last, cancel := context.WithTimeout(context.Background(), closing)
	defer cancel()
	if err := server.Shutdown(last); err != nil {
		// A long request, or a connection that a browser opened ahead of one.
		return errors.Join(fmt.Errorf("finish requests: %w", err), server.Close())
	}
	return nil
}

// loopbackOnly keeps the desk off the network: its key travels in clear, which
// is right on one computer and nowhere else.
func loopbackOnly(addr string) error {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return usage("usage.address", locale.Params{"address": addr})
	}
	if !loopback(host) {
		return usage("usage.loopback", locale.Params{"host": host})
	}
	return nil
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// served is the desk as a browser meets it: the screens are open to all on this
// computer, the API only to who holds the key.
func served(desk http.Handler, files fs.FS, key string, log *slog.Logger) (http.Handler, error) {
	pages, err := screens(files, "", http.FileServerFS(files))
	if err != nil {
		return nil, err
	}
	// A page of another site can reach this port in the same browser; it has
	// neither our key nor our origin.
	ownPages := http.NewCrossOriginProtection()
	return recovered(log, sameComputer(ownPages.Handler(route(keyed(key, log, exact(log, desk)), pages)))), nil
}

// sameComputer refuses names that merely resolve to this computer: by such a
// name a foreign page would count as ours (DNS rebinding).
func sameComputer(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host, _, err := net.SplitHostPort(r.Host)
		if err != nil {
			host = r.Host
		}
		if !loopback(host) {
			http.Error(w, http.StatusText(http.StatusMisdirectedRequest), http.StatusMisdirectedRequest)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// keyed lets only the holder of the run's key through, on loopback as well:
// other people may have accounts on this computer.
func keyed(key string, log *slog.Logger, next http.Handler) http.Handler {
	want := sha256.Sum256([]byte("Bearer " + key))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		got := sha256.Sum256([]byte(r.Header.Get("Authorization")))
		if subtle.ConstantTimeCompare(got[:], want[:]) != 1 {
			api.WriteProblem(w, log, club.Refuse(club.CodeNotSignedIn))
			return
		}
		next.ServeHTTP(w, r)
	})
}
