package desk

import (
	"context"
	"slices"
	"strings"

	"paddock/backend/billing"
	"paddock/backend/club"
	"paddock/backend/locale"
	"paddock/backend/money"
	"paddock/backend/sqlite"
)

// AccountRow is a role of the accounting entries with the account it is exported
// to.
type AccountRow struct {
	club.BookAccount
	Name    string `json:"name" doc:"What the role is, in the language of the books"`
	Default string `json:"default" doc:"Number it has until somebody gives one; empty where none is known"`
}

// Accounts lists the roles of the club's entries with the numbers they are exported
// to: those somebody gave, else the French plan's; a Belgian club's are empty until
// its accountant gives them (RULES section 5).
func (d *Desk) Accounts(ctx context.Context) ([]AccountRow, error) {
	return read(ctx, d, "entries", func(tx *sqlite.Tx) ([]AccountRow, error) {
		c, err := loadClub(tx)
		if err != nil {
			return nil, err
		}
		rows := []AccountRow{}
		roles, err := c.roles(tx)
		if err != nil {
			return nil, err
		}
		for _, role := range roles {
			rows = append(rows, c.account(role))
		}
		return rows, nil
	})
}

// SaveAccounts changes the numbers and names the roles are exported to. What is as
// it is by default is not kept.
func (d *Desk) SaveAccounts(ctx context.Context, req Request, in Change[[]club.BookAccount]) (SettingsView, error) {
	return saveSection(ctx, d, req, sqlite.SectionAccounts, in, checkAccounts)
}

// checkAccounts refuses roles nobody books to, and numbers that no chart of
// accounts has.
func checkAccounts(tx *sqlite.Tx, c clubNow, in []club.BookAccount) ([]club.BookAccount, error) {
	var f form
	kept, seen := []club.BookAccount{}, map[string]bool{}
	roles, err := c.roles(tx)
	if err != nil {
		return nil, err
	}
	for i, account := range in {
		f.within("accounts", i, func(f *form) {
			f.oneOf("role", account.Role, roles...)
			if seen[account.Role] {
				f.refuse(club.CodeInvalid, "role")
			}
			seen[account.Role] = true
			f.account("number", &account.Number)
			f.line("label", &account.Label)
		})
		if account.Number == billing.DefaultAccount(c.Identity.Country, account.Role) {
			account.Number = ""
		}
		if account.Number != "" || account.Label != "" {
			kept = append(kept, account)
		}
	}
	return kept, f.err
}

// account cleans the number of an account and refuses one that no chart has: a class
// from 1 to 8, three figures at least, then figures or capital letters. Empty is none.
func (f *form) account(field string, number *string) {
	f.line(field, number)
	*number = strings.ToUpper(strings.ReplaceAll(*number, " ", ""))
	if *number != "" && !accountNumber(*number) {
		f.refuse(club.CodeAccountNumber, field)
	}
}

func accountNumber(number string) bool {
	if len(number) < 3 || len(number) > 12 || number[0] < '1' || number[0] > '8' {
		return false
	}
	for i, r := range number {
		if (r < '0' || r > '9') && (i < 3 || r < 'A' || r > 'Z') {
			return false
		}
	}
	return true
}

// roles are the accounts the club's entries may name, and those they named ever: a
// rate that is no more, money of third parties in any offer. The own account of an offer
// stands in its role and is mapped to no other.
func (c clubNow) roles(tx *sqlite.Tx) ([]string, error) {
	var rates []money.Rate
	for _, rate := range c.VAT {
		rates = append(rates, rate.Rate)
	}
	roles := billing.Roles(rates)
	booked, err := tx.BookedRoles()
	for _, role := range append([]string{"thirdParty.licence"}, booked...) {
		if role, _ = billing.OwnAccount(role); !slices.Contains(roles, role) {
			roles = append(roles, role)
		}
	}
	return roles, err
}

// account is a role as the books call it: with its own number where one stands in it.
func (c clubNow) account(role string) AccountRow {
	role, own := billing.OwnAccount(role)
	row := AccountRow{BookAccount: club.BookAccount{Role: role}, Name: c.roleName(role), Default: billing.DefaultAccount(c.Identity.Country, role)}
	row.Number, row.Label = row.Default, row.Name
	for _, given := range c.Settings.Accounts {
		if given.Role == role {
			row.Number, row.Label = firstOf(given.Number, row.Number), firstOf(given.Label, row.Label)
		}
	}
	row.Number = firstOf(own, row.Number)
	return row
}

// roleName says what a role is, in the language of the books: French in France,
// the club's elsewhere.
func (c clubNow) roleName(role string) string {
	lang := c.Identity.Language
	if c.Identity.Country == "FR" {
		lang = locale.French
	}
	if rate, pending, is := billing.RateOf(role); is {
		key := "account.vat"
		if pending {
			key = "account.vatPending"
		}
		return locale.Text(lang, key, locale.Params{"rate": locale.Rate(lang, rate)})
	}
	if strings.HasPrefix(role, "thirdParty.") {
		role = "thirdParty"
	}
	return locale.Text(lang, "account."+role, nil)
}
