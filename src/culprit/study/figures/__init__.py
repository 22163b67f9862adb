"""The figures of a study, drawn as SVG: each file one."""
