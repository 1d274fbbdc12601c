package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"paddock/backend/billing"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/sqlite"
)

// money are the operations of payments, of the day and of the books' proof.
func (h handlers) money(api huma.API) {
	type receive struct {
		Keyed
		Body desk.Receive
	}
	do(h, api, "POST", "receive", "/payments", "Receive money for open invoices",
		func(ctx context.Context, req desk.Request, in *receive) (desk.Received, error) {
			return h.desk.Receive(ctx, req, in.Body)
		})

	listed(h, api, "LinkPayments", "/link-payments", "Money that came by payment links otherwise than it was asked, or is given back since, the earliest first", (*desk.Desk).LinkPayments)
	type fate struct {
		Keyed
		ID   int64 `path:"id"`
		Body desk.LinkPaymentFate
	}
	do(h, api, "POST", "settleLinkPayment", "/link-payments/{id}", "Take money that came otherwise than it was asked, note that the provider gave it back, or book what it gave back since",
		func(ctx context.Context, req desk.Request, in *fate) ([]sqlite.LinkPayment, error) {
			return h.desk.SettleLinkPayment(ctx, req, in.ID, in.Body)
		})
	type lookAt struct {
		Keyed
		ID billing.InvoiceID `path:"id"`
	}
	do(h, api, "POST", "lookAtLinks", "/invoices/{id}/links/look", "Have the payment provider asked about an invoice's links now",
		func(ctx context.Context, req desk.Request, in *lookAt) (desk.DocumentView, error) {
			return h.desk.LookAtLinks(ctx, req, in.ID)
		})

	listed(h, api, "Payments", "/payments", "Payments received in a period, the oldest first", (*desk.Desk).Payments)

	type paymentID struct {
		ID billing.PaymentID `path:"id"`
	}
	ask(h, api, "getPayment", "/payments/{id}", "A payment and what it settles",
		func(ctx context.Context, in *paymentID) (desk.PaymentView, error) { return h.desk.Payment(ctx, in.ID) })

	type aidsFor struct {
		Cart     billing.CartID `query:"cart" doc:"0 for none"`
		Lines    []int64        `query:"lines,explode" doc:"Of the cart, those that are sold now; all when there are none"`
		Invoices []int64        `query:"invoices,explode"`
	}
	ask(h, api, "listAidsFor", "/aids/for", "Aids that can be laid on a cart and on open invoices, with what their rules cover",
		func(ctx context.Context, in *aidsFor) ([]desk.AidOffer, error) {
			invoices := make([]billing.InvoiceID, len(in.Invoices))
			for i, id := range in.Invoices {
				invoices[i] = billing.InvoiceID(id)
			}
			return h.desk.AidsFor(ctx, in.Cart, in.Lines, invoices)
		})
	listed(h, api, "Aids", "/aids", "Aids that wait for their payer, or of which it is owed something back, by payer", (*desk.Desk).Aids)

	type aidID struct {
		Keyed
		ID billing.AidID `path:"id"`
	}
	do(h, api, "POST", "grantAid", "/aids/{id}/grant", "An announced aid is granted: its payer owes it",
		func(ctx context.Context, req desk.Request, in *aidID) (sqlite.AidRow, error) {
			return h.desk.GrantAid(ctx, req, in.ID)
		})
	do(h, api, "POST", "claimAid", "/aids/{id}/claim", "A granted aid was asked for from its payer",
		func(ctx context.Context, req desk.Request, in *aidID) (sqlite.AidRow, error) {
			return h.desk.ClaimAid(ctx, req, in.ID)
		})
	do(h, api, "POST", "refuseAid", "/aids/{id}/refuse", "An aid does not come: what it covered is open again",
		func(ctx context.Context, req desk.Request, in *aidID) (sqlite.AidRow, error) {
			return h.desk.RefuseAid(ctx, req, in.ID)
		})
	type receiveAid struct {
		Keyed
		ID   billing.AidID `path:"id"`
		Body desk.ReceiveAid
	}
	do(h, api, "POST", "receiveAid", "/aids/{id}/receive", "The payer of an aid paid it, by transfer",
		func(ctx context.Context, req desk.Request, in *receiveAid) (sqlite.AidRow, error) {
			return h.desk.ReceiveAid(ctx, req, in.ID, in.Body)
		})

	type payAidBack struct {
		Keyed
		ID   billing.AidID `path:"id"`
		Body desk.PayAidBack
	}
	do(h, api, "POST", "payAidBack", "/aids/{id}/pay-back", "The payer of an aid was paid back its share of what was credited",
		func(ctx context.Context, req desk.Request, in *payAidBack) (sqlite.AidRow, error) {
			return h.desk.PayAidBack(ctx, req, in.ID, in.Body)
		})

	type bounce struct {
		Keyed
		ID billing.PaymentID `path:"id"`
	}
	do(h, api, "POST", "bounceCheque", "/payments/{id}/bounce", "The bank refused a cheque: what it settled is open again",
		func(ctx context.Context, req desk.Request, in *bounce) (billing.Payment, error) {
			return h.desk.Bounce(ctx, req, in.ID)
		})

	ask(h, api, "listHolders", "/holders", "Who can be handed money for the club",
		func(ctx context.Context, _ *struct{}) ([]desk.Holder, error) { return h.desk.Holders(ctx) })
	type bringIn struct {
		Keyed
		Body desk.BringIn
	}
	do(h, api, "POST", "bringIn", "/held/in", "Money that somebody held is in the till; what is still held",
		func(ctx context.Context, req desk.Request, in *bringIn) ([]sqlite.HeldMoney, error) {
			return h.desk.BringIn(ctx, req, in.Body)
		})

	type dropPromise struct {
		Keyed
		ID   int64 `path:"id"`
		Body desk.DropPromise
	}
	do(h, api, "POST", "dropPromise", "/promises/{id}/drop", "Nobody waits for promised money any more, for a reason; what is still promised",
		func(ctx context.Context, req desk.Request, in *dropPromise) ([]sqlite.Promised, error) {
			return h.desk.DropPromise(ctx, req, in.ID, in.Body)
		})

	type refund struct {
		Keyed
		ID   club.HouseholdID `path:"id"`
		Body desk.Refund
	}
	do(h, api, "POST", "refundCredit", "/households/{id}/refund", "Pay out what of a household's credit may go back as money",
		func(ctx context.Context, req desk.Request, in *refund) (billing.Payment, error) {
			return h.desk.Refund(ctx, req, in.ID, in.Body)
		})

	type refundNote struct {
		Keyed
		ID   billing.InvoiceID `path:"id"`
		Body desk.Refund
	}
	do(h, api, "POST", "refundCreditNote", "/invoices/{id}/refund", "Pay out what is left of a credit note without a client",
		func(ctx context.Context, req desk.Request, in *refundNote) (billing.Payment, error) {
			return h.desk.RefundNote(ctx, req, in.ID, in.Body)
		})

	type slip struct {
		Code string `query:"code" maxLength:"200" doc:"As the scanner reads it: PADDOCK:F2026-0431:17000"`
	}
	ask(h, api, "readSlip", "/slip", "The payment that a scanned payment slip opens",
		func(ctx context.Context, in *slip) (desk.SlipRead, error) { return h.desk.ReadSlip(ctx, in.Code) })

	type household struct {
		Household club.HouseholdID `query:"household"`
	}
	ask(h, api, "listCards", "/cards", "Cards, of one household or all",
		func(ctx context.Context, in *household) ([]sqlite.Card, error) {
			return h.desk.Cards(ctx, in.Household)
		})

	listed(h, api, "PromisedMoney", "/promised", "Money that was promised and has not come, and sales kept for it", (*desk.Desk).PromisedMoney)
	listed(h, api, "Abandoned", "/abandoned", "Sales nobody finished, whose places are free again", (*desk.Desk).Abandoned)
	listed(h, api, "Held", "/held", "Cash and cheques that somebody of the club holds", (*desk.Desk).Held)
	listed(h, api, "Bounced", "/bounced", "Cheques the bank refused that nothing made good yet", (*desk.Desk).Bounced)
	listed(h, api, "IncompleteFiles", "/files/incomplete", "Riders of the season whose file lacks a paper", (*desk.Desk).IncompleteFiles)
	listed(h, api, "FilesToRenew", "/files/renew", "Complete files of which a paper is soon over", (*desk.Desk).FilesToRenew)
	listed(h, api, "LowStock", "/low-stock", "Goods of which no more is left than their limit", (*desk.Desk).LowStock)
	listed(h, api, "EndingVouchers", "/vouchers/ending", "Vouchers that nobody used and that end within a week", (*desk.Desk).EndingVouchers)
	listed(h, api, "Lacking", "/lacking", "Households that lack what a household needs", (*desk.Desk).Lacking)
	listed(h, api, "Released", "/released", "Payment links that waited for a file and were given out today", (*desk.Desk).Released)
	listed(h, api, "GiftCards", "/gift-cards/sold", "Gift cards that were sold, without their codes", (*desk.Desk).GiftCards)
	listed(h, api, "AccountLines", "/account-lines", "Documents and payments of a household, the latest first", (*desk.Desk).AccountLines)

	ask(h, api, "getToday", "/today", "What the day brought and what waits",
		func(ctx context.Context, _ *struct{}) (desk.Today, error) { return h.desk.Today(ctx) })

	do(h, api, "POST", "verify", "/verify", "Prove the journal and the books, in the background",
		func(ctx context.Context, req desk.Request, _ *Keyed) (desk.Work, error) {
			return h.desk.VerifyBooks(ctx, req)
		})

	type backup struct {
		Keyed
		Body struct {
			File string `json:"file" minLength:"1" maxLength:"1000" doc:"Absolute and outside the data folder; a folder gets a file named after the club and the day"`
		}
	}
	do(h, api, "POST", "backup", "/backup", "Make a backup",
		func(ctx context.Context, req desk.Request, in *backup) (desk.Backup, error) {
			return h.desk.Backup(ctx, req, in.Body.File)
		})

	type backupAt struct {
		Keyed
		Body struct {
			File   string `json:"file" minLength:"1" maxLength:"1000" doc:"Absolute"`
			SHA256 string `json:"sha256,omitempty" maxLength:"64" doc:"Of the backup that was read, to restore it"`
		}
	}
	do(h, api, "POST", "readBackup", "/backup/read", "What a backup holds, before it is restored; nothing is touched",
		func(ctx context.Context, _ desk.Request, in *backupAt) (desk.BackupRead, error) {
			return h.desk.ReadBackup(ctx, in.Body.File)
		})
	do(h, api, "POST", "restore", "/restore", "Close these data, put a backup in their place, and open it; the old data stay under another name",
		func(ctx context.Context, req desk.Request, in *backupAt) (struct{}, error) {
			return struct{}{}, h.desk.RestoreBackup(ctx, req, in.Body.File, in.Body.SHA256)
		})
}
