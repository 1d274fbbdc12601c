package sqlite

import "time"

// LinkAccount is the links of a provider and shop that are looked at with one key.
type LinkAccount struct {
	Account int      // 0: with the club's key of today
	Open    int      // of them, those by which somebody can still pay
	Refs    []string // the provider's ids of a few, the open and the latest first
}

// fewLinks are enough to tell whether a key knows them.
const fewLinks = 3

const ofShop = "l.provider = ?1 AND (?2 = '' OR l.shop = ?2)"

// LinkAccounts lists by which keys the links of a provider and shop are looked at, the
// club's key of today first; shop is "" of a provider that has none.
func (tx *Tx) LinkAccounts(provider, shop string) ([]LinkAccount, error) {
	all, err := collect(tx, func(row scanner) (a LinkAccount, err error) { return a, row.Scan(&a.Account, &a.Open) },
		"SELECT l.account, sum(l.state = 'open') FROM provider_links l WHERE "+ofShop+" AND l.state IN ('open', 'closed') GROUP BY l.account ORDER BY l.account", provider, shop)
	for i, a := range all {
		if err == nil {
			all[i].Refs, err = collect(tx, func(row scanner) (ref string, err error) { return ref, row.Scan(&ref) },
				"SELECT l.ref FROM provider_links l WHERE "+ofShop+" AND l.state IN ('open', 'closed') AND l.account = ?3 ORDER BY l.state = 'open' DESC, l.request DESC LIMIT ?4", provider, shop, a.Account, fewLinks)
		}
	}
	return all, err
}

// LastLinkAccount is the highest number that a former account of a provider and shop has,
// whatever became of its links; 0 where there is none.
func (tx *Tx) LastLinkAccount(provider, shop string) (n int, err error) {
	err = tx.row("SELECT coalesce(max(l.account), 0) FROM provider_links l WHERE "+ofShop, []any{provider, shop}, &n)
	return n, err
}

// spentFor is how long the key of a former account is kept once its last link has ended:
// data of a backup that is no older find the key of every link they look at.
const spentFor = 30 * 24 * time.Hour

// SpentAccounts lists the former accounts whose links have all ended a while ago: nobody is
// asked with their keys any more.
func (tx *Tx) SpentAccounts() ([]ProviderLink, error) {
	return collect(tx, func(row scanner) (l ProviderLink, err error) { return l, row.Scan(&l.Provider, &l.Shop, &l.Account) },
		"SELECT provider, shop, account FROM provider_links WHERE account > 0 GROUP BY provider, shop, account HAVING min(state = 'ended') AND max(looked_at) < ?", stamp(tx.Now.Add(-spentFor)))
}

// MoveLinks has the links that are looked at with one key looked at with another, in the
// next moments.
func (tx *Tx) MoveLinks(provider, shop string, from, to int) error {
	_, err := tx.exec("UPDATE provider_links AS l SET account = ?3, next_at = ?4 WHERE "+ofShop+" AND l.state IN ('open', 'closed') AND l.account = ?5", provider, shop, to, stamp(tx.Now), from)
	return err
}

// LinksToRenew are the open links that are looked at with one key and still ask for money
// of which nothing is under way or waits for a person.
func (tx *Tx) LinksToRenew(provider, shop string, account int) ([]ProviderLink, error) {
	return collect(tx, scanProviderLink, selectProviderLink+ofShop+` AND l.state = 'open' AND r.state = 'open' AND l.account = ?3 AND l.pending_since = ''
		AND NOT EXISTS (SELECT 1 FROM link_payments p WHERE p.request = r.id AND p.state = 'toCheck') ORDER BY l.request`, provider, shop, account)
}
