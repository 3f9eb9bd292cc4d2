"""Who was together with whom, since when and until when, from the clock at the mats: with an error rate."""
