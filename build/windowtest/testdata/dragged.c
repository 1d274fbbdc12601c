// A file manager of one icon, at the left of the screen as far down as its first word
// says: what is dragged from it are the files it was started with, as every file manager
// hands them over (text/uri-list), or a word that is no path. It writes to its file 3 what became of a drag, so that nobody has
// to guess when to let go:
//
//   there          it can be dragged from
//   begun          the pointer has taken the files up
//   welcome / unwelcome   what is under the pointer would take them, or would not
//   taken / refused       it was let go of
#include <gtk/gtk.h>
#include <stdio.h>

static void say(const char *what)
{
	dprintf(3, "%s\n", what);
}

static gboolean on_map(GtkWidget *icon, GdkEvent *event, gpointer unused)
{
	say("there");
	return FALSE;
}

static void on_action(GdkDragContext *drag, GdkDragAction action, gpointer unused)
{
	say(action == 0 ? "unwelcome" : "welcome");
}

static void on_finished(GdkDragContext *drag, gpointer unused) { say("taken"); }

static void on_cancel(GdkDragContext *drag, GdkDragCancelReason reason, gpointer unused) { say("refused"); }

static void on_begin(GtkWidget *icon, GdkDragContext *drag, gpointer unused)
{
	g_signal_connect(drag, "action-changed", G_CALLBACK(on_action), NULL);
	g_signal_connect(drag, "dnd-finished", G_CALLBACK(on_finished), NULL);
	g_signal_connect(drag, "cancel", G_CALLBACK(on_cancel), NULL);
	say("begun");
}

static char **uris, *word;

static void on_get(GtkWidget *icon, GdkDragContext *drag, GtkSelectionData *data, guint info, guint time, gpointer unused)
{
	if (!gtk_selection_data_set_uris(data, uris))
		gtk_selection_data_set_text(data, word, -1);
}

int main(int argc, char **argv)
{
	gtk_init(&argc, &argv);
	word = argv[2];
	uris = g_new0(char *, argc);
	for (int n = 2; n < argc; n++)
		uris[n - 2] = g_filename_to_uri(argv[n], NULL, NULL); // NULL for no path
	GtkWidget *icon = gtk_window_new(GTK_WINDOW_TOPLEVEL);
	gtk_window_set_default_size(GTK_WINDOW(icon), 60, 60);
	gtk_drag_source_set(icon, GDK_BUTTON1_MASK, NULL, 0, GDK_ACTION_COPY);
	if (uris[0] != NULL)
		gtk_drag_source_add_uri_targets(icon);
	else
		gtk_drag_source_add_text_targets(icon);
	g_signal_connect(icon, "drag-begin", G_CALLBACK(on_begin), NULL);
	g_signal_connect(icon, "drag-data-get", G_CALLBACK(on_get), NULL);
	g_signal_connect(icon, "map-event", G_CALLBACK(on_map), NULL);
	gtk_window_move(GTK_WINDOW(icon), 0, atoi(argv[1]));
	gtk_widget_show_all(icon);
	gtk_main();
	return 0;
}
