"""Every figure of docs/performance.md, each as a ratio to a baseline that ran beside it."""
