/** The page's own label on cropped pictures, where the one inside the file cannot be read. */
Component({});
