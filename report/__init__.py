"""The open room: a report with aliases only, its numbers and its two renderings."""
