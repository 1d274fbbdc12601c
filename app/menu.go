package main

import (
	"runtime"

	"github.com/wailsapp/wails/v2/pkg/menu"
	wails_runtime "github.com/wailsapp/wails/v2/pkg/runtime"

	"paddock/backend/locale"
)

// menuEvent is what a screen hears when a line of the menu is chosen; its word
// is the line's command.
const menuEvent = "menu"

// menuLine is one line of the menu bar.
type menuLine struct {
	text    string // key of its words
	command string // what the screens are asked to do (frontend/src/shell/menu.svelte.ts)
	keys    string // the same shortcut as on the screens
}

// rule is the thin line between two groups.
var rule = menuLine{}

// menuBar is the bar from left to right. Every line works on every screen; what is
// not for who sits there says so.
var menuBar = []struct {
	text  string
	lines []menuLine
}{
	{"menu.file", []menuLine{
		{"keys.newSale", "sale", "Ctrl+N"},
		{"menu.newFamily", "newFamily", ""},
		{"import.title", "import", ""},
		rule,
		{"menu.export", "export", "Ctrl+E"},
		{"menu.print", "print", "Ctrl+P"},
		rule,
		{"menu.backup", "backup", ""},
		{"menu.restore", "restore", ""},
		{"menu.verify", "verify", ""},
		rule,
		{"menu.quit", commandQuit, "Ctrl+Q"},
	}},
	{"menu.edit", []menuLine{
		{"undo.key", "undo", "Ctrl+Z"},
		{"undo.redo", "redo", "Ctrl+Shift+Z"},
		{"menu.find", "find", "Ctrl+F"},
		{"undo.title", "actions", ""},
	}},
	{"menu.view", []menuLine{
		{"keys.palette", "palette", "Ctrl+K"},
		rule,
		{"area.today", "area.today", "Ctrl+1"},
		{"area.desk", "area.desk", "Ctrl+2"},
		{"area.planning", "area.planning", "Ctrl+3"},
		{"area.families", "area.families", "Ctrl+4"},
		{"area.invoices", "area.invoices", "Ctrl+5"},
		{"area.messages", "area.messages", "Ctrl+6"},
		{"area.horses", "area.horses", "Ctrl+7"},
		{"area.catalogue", "area.catalogue", "Ctrl+8"},
		{"area.accounting", "area.accounting", "Ctrl+9"},
		{"area.settings", "area.settings", "Ctrl+0"},
		rule,
		{"menu.look", "look", ""},
	}},
	{"menu.sale", []menuLine{
		{"menu.client", "client", "F2"},
		{"menu.article", "article", "F3"},
		{"menu.park", "park", "F4"},
		{"desk.discount", "discount", "F8"},
		{"menu.pay", "pay", "F9"},
		{"closing.title", "close", ""},
	}},
	{"area.planning", []menuLine{
		{"planning.new", "newLesson", ""},
		{"activity.list", "activities", ""},
	}},
	{"menu.window", []menuLine{
		{"menu.minimise", commandMinimise, ""},
		{"menu.maximise", commandMaximise, ""},
		{"menu.fullScreen", commandFullScreen, "F11"},
	}},
	{"menu.help", []menuLine{
		{"keys.title", "keys", "F1"},
		{"menu.about", commandAbout, ""},
	}},
}

// The lines that the window answers by itself.
const (
	commandQuit       = "quit"
	commandAbout      = "about"
	commandMinimise   = "minimise"
	commandMaximise   = "maximise"
	commandFullScreen = "fullScreen"
)

// menu is the native menu bar in the club's language. Its shortcuts are said and
// not bound: the toolkit would take the key from the page and answer it later
// than the letter typed next, and a clerk types fast. The page reads all keys.
func (c *cli) menu(native *Native) *menu.Menu {
	bar := menu.NewMenu()
	for _, list := range menuBar {
		sub := bar.AddSubmenu(locale.Text(c.lang, list.text, nil))
		for _, line := range list.lines {
			if line == rule {
				sub.AddSeparator()
				continue
			}
			sub.AddText(withKeys(locale.Text(c.lang, line.text, nil), line.keys), nil, func(*menu.CallbackData) {
				native.command(line.command)
			})
		}
	}
	return bar
}

// withKeys is a line's text with its shortcut: Windows sets what follows a tab
// to the right, GTK does not.
func withKeys(text, keys string) string {
	switch {
	case keys == "":
		return text
	case runtime.GOOS == "windows":
		return text + "\t" + keys
	}
	return text + "   " + keys
}

// command does what a line of the menu says.
func (n *Native) command(name string) {
	switch name {
	case commandQuit:
		n.Quit()
	case commandAbout:
		n.about()
	case commandMinimise:
		wails_runtime.WindowMinimise(n.ctx)
	case commandMaximise:
		wails_runtime.WindowToggleMaximise(n.ctx)
	case commandFullScreen:
		n.FullScreen()
	default:
		wails_runtime.EventsEmit(n.ctx, menuEvent, name)
	}
}

// about says which program this is.
func (n *Native) about() {
	_, err := wails_runtime.MessageDialog(n.ctx, wails_runtime.MessageDialogOptions{
		Type:    wails_runtime.InfoDialog,
		Title:   "Paddock",
		Message: locale.Text(n.lang, "menu.aboutText", locale.Params{"version": programVersion()}),
	})
	if err != nil {
		n.log.Error("show about", "error", err)
	}
}

// FullScreen lets the window fill the screen, or gives it its frame back.
func (n *Native) FullScreen() {
	if wails_runtime.WindowIsFullscreen(n.ctx) {
		wails_runtime.WindowUnfullscreen(n.ctx)
	} else {
		wails_runtime.WindowFullscreen(n.ctx)
	}
}
