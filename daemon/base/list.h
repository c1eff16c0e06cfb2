// List: a doubly linked ring through members of the linked things themselves; nothing is allocated.
//
// A struct list is a ring's anchor or one thing's link in it. A link that is in no ring points at itself (or is zero).
#ifndef WAYMARK_LIST_H
#define WAYMARK_LIST_H

#include <stdbool.h>
#include <stddef.h>

struct list {
	struct list *next, *prev;
};

// Makes an empty ring of an anchor, or a link that is in no ring.
static inline void list_init(struct list *list)
{
	list->next = list;
	list->prev = list;
}

// True if the anchor's ring holds nothing.
static inline bool list_empty(const struct list *anchor)
{
	return anchor->next == anchor;
}

// True if the link is in a ring. A zeroed link is in none.
static inline bool list_linked(const struct list *link)
{
	return link->next != NULL && link->next != link;
}

// Puts a link that is in no ring at the end.
static inline void list_append(struct list *anchor, struct list *link)
{
	link->prev = anchor->prev;
	link->next = anchor;
	anchor->prev->next = link;
	anchor->prev = link;
}

// Takes a link out of its ring; nothing happens if it is in none.
static inline void list_remove(struct list *link)
{
	if (link->next == NULL)
		return;
	link->prev->next = link->next;
	link->next->prev = link->prev;
	list_init(link);
}

// The first link of a ring, or NULL if it is empty.
static inline struct list *list_first(const struct list *anchor)
{
	return list_empty(anchor) ? NULL : anchor->next;
}

// The thing that a link is a member of.
#define list_entry(link, type, member) ((type *)(void *)((char *)(link)-offsetof(type, member)))

// Goes through a ring; the link in hand may be removed inside, others may not.
#define list_each(link, following, anchor)                                                                                       \
	for (struct list *link = (anchor)->next, *following = link->next; link != (anchor); link = following, following = link->next)

#endif
