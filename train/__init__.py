"""Makes the networks: data, corpus, training and its pictures. Nothing in `edge/` imports this."""
