"""The operator's commands, one file per noun, each loaded only when it is typed."""
