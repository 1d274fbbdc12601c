package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/desk"
)

func (h handlers) settings(api huma.API) {
	ask(h, api, "getSettings", "/settings", "All sections of the settings, with their versions",
		func(ctx context.Context, _ *struct{}) (desk.SettingsView, error) { return h.desk.SettingsView(ctx) })

	section(h, api, "saveIdentity", "identity", "How papers name the club", (*desk.Desk).SaveIdentity)
	section(h, api, "savePolicy", "policy", "The club's rules", (*desk.Desk).SavePolicy)
	section(h, api, "saveVat", "vat", "The dated VAT rates", (*desk.Desk).SaveVAT)
	section(h, api, "saveMentions", "mentions", "The dated legal sentences", (*desk.Desk).SaveMentions)
	section(h, api, "savePapers", "papers", "What a rider's file must hold", (*desk.Desk).SavePapers)
	section(h, api, "saveTerms", "terms", "The conditions of sale", (*desk.Desk).SaveTerms)
	section(h, api, "saveAids", "aids", "The dated kinds of aid", (*desk.Desk).SaveAids)
	section(h, api, "saveAccounts", "accounts", "The accounts the entries are exported to", (*desk.Desk).SaveAccounts)
	section(h, api, "saveReminders", "reminders", "The levels of reminders", (*desk.Desk).SaveReminders)
	section(h, api, "saveMail", "mail", "How mails go out and come in", (*desk.Desk).SaveMail)
	section(h, api, "saveDiscounts", "discounts", "The dated rules of discounts", (*desk.Desk).SaveDiscounts)

	ask(h, api, "getMailHalves", "/settings/mail/halves", "Which passwords this computer keeps for mail, never one of them",
		func(ctx context.Context, _ *struct{}) (desk.MailHalves, error) { return h.desk.MailHalves(ctx) })
	type password struct {
		Keyed
		Body desk.MailPassword
	}
	do(h, api, "PUT", "keepMailPassword", "/settings/mail/password", "Keep a password for mail on this computer",
		func(ctx context.Context, req desk.Request, in *password) (desk.MailHalves, error) {
			return h.desk.KeepMailPassword(ctx, req, in.Body)
		})
	type half struct {
		Keyed
		Body desk.MailHalf
	}
	do(h, api, "POST", "checkMail", "/settings/mail/check", "Try a half of the club's mail; refused with what is wrong",
		func(ctx context.Context, req desk.Request, in *half) (desk.MailHalf, error) {
			return h.desk.CheckMail(ctx, req, in.Body)
		})

	section(h, api, "saveMailRules", "mail-rules", "The words and patterns that mails are read by, from now on", (*desk.Desk).SaveMailRules)
	ask(h, api, "getMailRuleDefaults", "/settings/mail-rules/defaults", "The rules Paddock comes with",
		func(ctx context.Context, _ *struct{}) (club.MailRules, error) { return h.desk.MailRuleDefaults(ctx) })
	type try struct {
		Keyed
		Body desk.TryMailRules
	}
	do(h, api, "POST", "tryMailRules", "/settings/mail-rules/try", "What a text is found to be about by rules that need not be saved, and which of them did it",
		func(ctx context.Context, _ desk.Request, in *try) (desk.MailTried, error) {
			return h.desk.TryMailRules(ctx, in.Body)
		})

	ask(h, api, "getLinkKeeping", "/settings/links", "Whether this computer keeps the payment provider's key, never the key",
		func(ctx context.Context, _ *struct{}) (desk.LinkKeeping, error) { return h.desk.LinkKeeping(ctx) })
	type linkKey struct {
		Keyed
		Body desk.LinkKey
	}
	do(h, api, "PUT", "keepLinkKey", "/settings/links/key", "Keep the payment provider's key on this computer",
		func(ctx context.Context, req desk.Request, in *linkKey) (desk.LinkKeeping, error) {
			return h.desk.KeepLinkKey(ctx, req, in.Body)
		})
	do(h, api, "POST", "checkLinks", "/settings/links/check", "Ask the payment provider with the key that is kept; refused with what is wrong",
		func(ctx context.Context, req desk.Request, _ *struct{ Keyed }) (desk.LinkKeeping, error) {
			return h.desk.CheckLinks(ctx, req)
		})

	listed(h, api, "SettingsHistory", "/settings/history", "Who changed which setting when, from what to what, the latest first; part: sections and section.field", (*desk.Desk).SettingsHistory)
	ask(h, api, "getLevels", "/settings/levels", "The federations' ladders with how much names each level",
		func(ctx context.Context, _ *struct{}) (desk.LevelsView, error) { return h.desk.LevelSection(ctx) })
	type ladders struct {
		Order []int64 `query:"order,explode" maxItems:"500" doc:"Every level by its id"`
	}
	ask(h, api, "checkLevelOrder", "/settings/levels/order", "What is for other levels once they stand in this order",
		func(ctx context.Context, in *ladders) ([]desk.RangeMoved, error) {
			return h.desk.CheckLevelOrder(ctx, in.Order)
		})
	section(h, api, "saveLevels", "levels", "The levels, as a whole", (*desk.Desk).SaveLevels)

	ask(h, api, "listSeasons", "/seasons", "The club's seasons, the latest first",
		func(ctx context.Context, _ *struct{}) ([]calendar.Season, error) { return h.desk.Seasons(ctx) })
	type added struct {
		Keyed
		Body seasonDays
	}
	do(h, api, "POST", "addSeason", "/seasons", "Add a season",
		func(ctx context.Context, req desk.Request, in *added) (desk.SeasonSaved, error) {
			return h.desk.SaveSeason(ctx, req, in.Body.season(0))
		})
	type changed struct {
		Keyed
		ID   int64 `path:"id"`
		Body seasonDays
	}
	do(h, api, "PUT", "changeSeason", "/seasons/{id}", "Change a season",
		func(ctx context.Context, req desk.Request, in *changed) (desk.SeasonSaved, error) {
			return h.desk.SaveSeason(ctx, req, in.Body.season(in.ID))
		})
}

// seasonDays is a season without its id.
type seasonDays struct {
	Name  string       `json:"name"`
	First calendar.Day `json:"first"`
	Last  calendar.Day `json:"last"`
	Ages  calendar.Day `json:"agesDay,omitempty" doc:"On which the ages of packages count; empty: its first day"`

	CutOffMinutes   *int `json:"cutOffMinutes,omitempty" doc:"Its own limits, as in the settings; without one the club's holds, of a new season that of the one before"`
	VoucherHours    *int `json:"voucherHours,omitempty"`
	VoucherMonths   *int `json:"voucherMonths,omitempty"`
	VouchersASeason *int `json:"vouchersASeason,omitempty"`
}

func (s seasonDays) season(id int64) calendar.Season {
	return calendar.Season{ID: id, Name: s.Name, First: s.First, Last: s.Last, Ages: s.Ages,
		OwnLimits: calendar.OwnLimits{CutOffMinutes: s.CutOffMinutes, VoucherHours: s.VoucherHours, VoucherMonths: s.VoucherMonths, VouchersASeason: s.VouchersASeason}}
}

// section registers the verb that saves one section of the settings.
func section[V, A any](h handlers, api huma.API, id, name, summary string,
	save func(*desk.Desk, context.Context, desk.Request, desk.Change[V]) (A, error)) {
	type change struct {
		Keyed
		Body desk.Change[V]
	}
	do(h, api, "PUT", id, "/settings/"+name, summary,
		func(ctx context.Context, req desk.Request, in *change) (A, error) {
			return save(h.desk, ctx, req, in.Body)
		})
}
