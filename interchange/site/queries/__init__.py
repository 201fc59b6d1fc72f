"""What the pages of the site itself read: welcome, news, search and the trail."""
