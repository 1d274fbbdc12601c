package club

// BookAccount is what the club's accountant calls one of the roles of the accounting
// entries (PRODUCT section 9, Accounting: entries are written by role, numbers
// are mapped at export).
type BookAccount struct {
	Role   string `json:"role" doc:"customers, sales.card, vat.0550 …"`
	Number string `json:"number" doc:"Number in the chart of accounts: 706000; empty where nobody gave one"`
	Label  string `json:"label" doc:"Its name in the books; empty for the role's own"`
}
