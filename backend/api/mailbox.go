package api

import (
	"context"
	"fmt"
	"net/http"
	"net/url"

	"github.com/danielgtaylor/huma/v2"

	"paddock/backend/desk"
	"paddock/backend/sqlite"
)

// mailbox are the operations of the mails that were read.
func (h handlers) mailbox(api huma.API) {
	ask(h, api, "getMailbox", "/mailbox", "How the mailbox stands: when it was read, what is wrong with it",
		func(ctx context.Context, _ *struct{}) (desk.MailboxView, error) { return h.desk.Mailbox(ctx) })
	type now struct{ Keyed }
	do(h, api, "POST", "readMailbox", "/mailbox/read", "Read the mailbox now; what comes shows by itself",
		func(ctx context.Context, req desk.Request, _ *now) (desk.MailboxView, error) {
			return h.desk.ReadMailbox(ctx, req)
		})
	do(h, api, "POST", "rereadMails", "/mails/again", "Recognise anew what the open mails are about, by the rules as they are now",
		func(ctx context.Context, req desk.Request, _ *now) (desk.MailsReread, error) {
			return h.desk.RereadMails(ctx, req)
		})
	listed(h, api, "Mails", "/mails", "The mails that were read: those to look at first", (*desk.Desk).Mails)

	type looked struct {
		ID   sqlite.MailID `path:"id"`
		Left []string      `query:"left,explode" maxItems:"200" doc:"Absences that are not to be accepted, by their refs: what the others do without them"`
	}
	ask(h, api, "getMail", "/mails/{id}", "A mail with its marked words and what is proposed for it",
		func(ctx context.Context, in *looked) (desk.MailView, error) {
			return h.desk.Mail(ctx, in.ID, in.Left)
		})
	type file struct {
		Keyed
		ID   sqlite.MailID `path:"id"`
		Body desk.FileMail
	}
	do(h, api, "PUT", "fileMail", "/mails/{id}/filed", "Put a mail away, or take it out again; in the mailbox nothing changes",
		func(ctx context.Context, req desk.Request, in *file) (desk.MailView, error) {
			return h.desk.FileMail(ctx, req, in.ID, in.Body)
		})
	type tie struct {
		Keyed
		ID   sqlite.MailID `path:"id"`
		Body desk.TieMail
	}
	do(h, api, "PUT", "tieMail", "/mails/{id}/household", "Say whose a mail is",
		func(ctx context.Context, req desk.Request, in *tie) (desk.MailView, error) {
			return h.desk.TieMail(ctx, req, in.ID, in.Body)
		})
	type accept struct {
		Keyed
		ID   sqlite.MailID `path:"id"`
		Body desk.AcceptMail
	}
	do(h, api, "POST", "acceptMail", "/mails/{id}/accept", "Do what is proposed, answer the family and take the mail off the list",
		func(ctx context.Context, req desk.Request, in *accept) (desk.MailView, error) {
			return h.desk.AcceptMail(ctx, req, in.ID, in.Body)
		})
	h.mailFile(api)
}

// mailFile registers the question that answers with a file of a mail. It is saved and
// never shown by the browser: a stranger sent it.
func (h handlers) mailFile(api huma.API) {
	binary := &huma.MediaType{Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}
	type fileOf struct {
		ID sqlite.MailID `path:"id"`
		N  int           `path:"n" minimum:"0"`
	}
	huma.Register(api, huma.Operation{
		OperationID: "getMailFile", Method: http.MethodGet, Path: "/api/desk/mails/{id}/files/{n}", Summary: "A file that came with a mail",
		Responses: map[string]*huma.Response{"200": {Description: "The file", Content: map[string]*huma.MediaType{"application/octet-stream": binary}}},
	}, func(ctx context.Context, in *fileOf) (*scanFile, error) {
		ctx, _, err := h.enter(ctx)
		if err != nil {
			return nil, h.problem(err)
		}
		f, content, err := h.desk.MailFile(ctx, in.ID, in.N)
		if err != nil {
			return nil, h.problem(err)
		}
		return &scanFile{ContentType: "application/octet-stream", NoSniff: "nosniff", Disposition: fmt.Sprintf("attachment; filename*=UTF-8''%s", url.PathEscape(f.Name)), Body: content}, nil
	})
}
