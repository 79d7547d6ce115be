"""Input data for calibration and evaluation: from images, arrays, or a seed."""
