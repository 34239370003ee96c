"""Makes a trained Keras network small: float and full-integer int8 TFLite files, checked and described."""
